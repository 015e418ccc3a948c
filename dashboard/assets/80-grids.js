// Grids. Brings AG Grid with the first page that has one, gives it the rows of the page's tables, draws its cells, and does
// what stands above it: search, quick filters, the choice of columns, and the CSV of what is shown.
(() => {
  const { pages } = window.dash_clientside;
  const { tables, inWords, draw, save } = pages;
  const NARROW = window.matchMedia("(max-width: 47.9rem)");
  const React = () => window.React; // Dash's own, which comes after this file
  const element = (...of) => React().createElement(...of);
  let looks = {}; // by grid: how somebody looks at it, which another span of the same page keeps
  let path; // of that page
  let latest; // the page that was drawn last
  let coming; // the script
  const stood = {}; // by place: the grid that was put there last, which stays until its turn comes, unseen

  // `bit` is the quick filter, 0 for all; `text` is searched for, as `words`; `columns` is AG Grid's: which, and sorted how.
  const look = (name) => (looks[name] ??= { bit: 0, text: "", words: [], columns: undefined });

  // The script

  function parts(node, type) {
    if (Array.isArray(node)) return node.flatMap((each) => parts(each, type));
    if (!node?.props) return [];
    return [...(node.type === type ? [node] : []), ...parts(node.props.children, type)];
  }

  function bring(address) {
    const later = address.replace(/[^/]*$/, "async-community.js"); // it asks for this itself, once it is there
    document.head.append(made("link", { rel: "preload", as: "script", href: pages.within(later) }));
    return new Promise((there, failed) => {
      document.head.append(made("script", { src: pages.within(address), onload: there, onerror: failed }));
    });
  }

  const made = (tag, props) => Object.assign(document.createElement(tag), props);

  // Wraps draw() of 50-pages.js: the page is put up at once, its grids as soon as the script is there. One that isn't on the
  // screen comes after what is: AG Grid takes as long for it as all the rest does.
  pages.draw = (page) => {
    latest = page;
    const tree = draw(page);
    const places = parts(page?.children, "Div").filter(({ props }) => props["data-script"]);
    if (path !== window.location.pathname) looks = {};
    path = window.location.pathname;
    for (const { props } of places) fill(props.children.props);
    for (const { props } of parts(page?.children, "Input")) if (props.className === "grid-find") props.value = look(props.id.slice("find-".length)).text;
    if (places.length && !(window.dash_ag_grid?.getApi && places.every(isOnScreen))) hold(page, places);
    else stand(places);
    return tree;
  };

  function stand(places) {
    for (const { props } of places) stood[props.id] = props.children;
    places.forEach(attend);
  }

  function hold(page, places) {
    const held = places.map(({ props }) => [props, props.children]);
    for (const [props] of held) Object.assign(props, { children: document.getElementById(props.id) ? (stood[props.id] ?? []) : [], "aria-busy": "true" });
    coming ??= bring(places[0].props["data-script"]);
    Promise.all([coming, painted()]).then(() => {
      if (page !== latest) return;
      for (const [props, children] of held) Object.assign(props, { children, "aria-busy": "false" });
      stand(places);
      window.view.redraw();
    }, failed);
  }

  const isOnScreen = ({ props }) => document.getElementById(props.id)?.getBoundingClientRect().top < window.innerHeight;
  const painted = () => new Promise((there) => window.requestAnimationFrame(() => window.setTimeout(there)));

  function failed() {
    coming = undefined;
    window.sayOnTop("A part of this page could not be loaded.", "Try again", window.location.href);
  }

  function fill(props) {
    props.rowData = tables[props.id.slice("grid-".length)].rows;
    if (NARROW.matches) props.columnDefs = props.columnDefs.map(onPhone);
  }

  const onPhone = (column) => ({
    ...column,
    initialHide: !column.context.onPhone,
    initialPinned: null,
    minWidth: 0.6 * column.minWidth,
  });

  function attend({ props }) {
    const name = props.id.slice("place-".length);
    wait(name, tables[name].rows);
  }

  // For the grid that has these rows: the one of the page before may still answer to its name.
  async function wait(name, rows) {
    const there = await window.dash_ag_grid.getApiAsync(`grid-${name}`);
    if (tables[name]?.rows !== rows) return; // somebody went on
    if (there.isDestroyed() || there.getGridOption("rowData")[0] !== rows[0]) window.setTimeout(wait, 20, name, rows);
    else begin(name, there);
  }

  function begin(name, api) {
    if (!attended.has(api)) {
      attended.add(api);
      api.setGridOption("isExternalFilterPresent", () => look(name).bit > 0 || look(name).words.length > 0);
      api.setGridOption("doesExternalFilterPass", ({ data }) => passes(look(name), name, data));
      if (look(name).columns) api.applyColumnState({ state: look(name).columns });
      for (const change of ["sortChanged", "columnVisible"]) api.addEventListener(change, () => (look(name).columns = api.getColumnState()));
      api.addEventListener("modelUpdated", () => count(name, api));
    }
    for (const box of boxes(name)) box.checked = api.getColumn(box.name)?.isVisible();
    mark(name);
    find(name);
    document.querySelector(`#grid-${name} :is([role=grid], [role=treegrid])`)?.setAttribute("aria-labelledby", `title-${name}`);
  }

  const attended = new WeakSet();
  const boxes = (name) => document.querySelectorAll(`.grid-columns[data-grid="${name}"] input`);

  function find(name) {
    const text = document.getElementById(`find-${name}`).value;
    Object.assign(look(name), { text, words: lower(text).split(" ").filter(Boolean) });
    api(name).onFilterChanged();
  }

  function passes({ bit, words }, name, row) {
    if (bit && !(row.at(-1) & bit)) return false;
    return !words.length || words.every((word) => searched(name, row).includes(word));
  }

  // The texts of a row as they are shown. AG Grid's own search asks each cell of each row, which takes seconds of many.
  function searched(name, row) {
    if (!texts.has(row)) {
      const cells = row.filter((value, place) => typeof value === "string" && tables[name].columns[place]?.[1] === "text");
      texts.set(row, lower(cells.map(asShown).join("\n")));
    }
    return texts.get(row);
  }

  const texts = new WeakMap();
  const lower = (text) => text.toLocaleLowerCase("en-GB");
  const asShown = (text) => (text[0] === "'" ? inWords(text, "text") : text); // without the guard of its CSV

  function mark(name) {
    for (const button of document.querySelectorAll(`[data-grid-choice="${name}"]`)) {
      button.setAttribute("aria-pressed", String(Number(button.dataset.bit) === look(name).bit));
    }
  }

  function count(name, api) {
    if (api.isDestroyed()) return; // its page went while it was filled
    const [shown, whole] = [api.getDisplayedRowCount(), tables[name]?.rows.length];
    const place = document.getElementById(`count-${name}`);
    if (place) place.textContent = shown === whole ? tables[name].all : `${inWords(shown, "number")} of ${tables[name].all}`;
  }

  const api = (name) => window.dash_ag_grid.getApi(`grid-${name}`);

  // Cells: values become text, never markup

  const known = (cell) => (props) =>
    props.value === null || props.value === undefined ? element("span", { className: "muted" }, "unknown") : cell(props);

  const track = (part) =>
    element("span", { className: "track", "aria-hidden": true }, element("span", { className: "fill", style: { "--v": part } }));

  const band = (share) => 1 + [0.195, 0.295, 0.395].filter((bound) => share >= bound).length;

  window.dashAgGridComponentFunctions = {
    ...window.dashAgGridComponentFunctions,
    link: ({ value, data, of }) => {
      const text = inWords(value ?? "", "text");
      const href = data[of];
      return href ? element("a", { href: pages.within(href), "data-view": "", tabIndex: -1 }, text) : text;
    },
    bar: known(({ value }) => element("span", { className: "cellbar" }, track(Math.min(value, 1)), element("span", { className: "num" }, inWords(value, "share")))),
    band: known(({ value }) => element("span", {}, element("span", { className: `chip band-${band(value)}` }, inWords(value, "share")))),
    change: known(({ value }) => {
      if (!value) return element("span", { className: "muted" }, "same");
      const sign = element("span", { className: "dir", "aria-hidden": true }, value > 0 ? "▲" : "▼");
      const said = element("span", { className: "visually-hidden" }, value > 0 ? "more" : "fewer");
      return element("span", {}, sign, ` ${inWords(Math.abs(value), "number")} `, said);
    }),
    minutes: known(({ value }) => minutes(value)),
    spark: ({ value, data, of }) => spark(value ?? [], data[of]),
  };

  function minutes(value) {
    const whole = Math.round(value);
    if (whole < 60) return `${whole}\u202fmin`;
    const [days, hours, rest] = [Math.floor(whole / 1440), Math.floor((whole % 1440) / 60), whole % 60];
    const parts = days ? [`${days} ${days === 1 ? "day" : "days"}`, hours && `${hours}\u202fh`] : [`${hours}\u202fh`, rest && `${rest}\u202fmin`];
    return parts.filter(Boolean).join(" ");
  }

  // From zero to `top`, the row's own denominator; broken where a value is unknown.
  function spark(values, top) {
    const [width, height, most] = [140, 24, top || Math.max(1, ...values)];
    const at = (value, place) => [2 + (place * (width - 4)) / Math.max(values.length - 1, 1), height - 2 - (Math.min(value, most) * (height - 4)) / most];
    let pen = "M";
    const steps = values.map((value, place) => {
      const step = value === null ? "" : pen + at(value, place).map((n) => n.toFixed(1)).join(" ");
      pen = value === null ? "M" : "L";
      return step;
    });
    const last = values.findLastIndex((value) => value !== null);
    const dot = last < 0 ? [null, null] : at(values[last], last);
    return element(
      "svg",
      { viewBox: `0 0 ${width} ${height}`, className: "grid-spark", role: "img", "aria-label": told(values) },
      element("path", { d: `M0 ${height - 0.5}H${width}`, className: "base" }),
      element("path", { d: steps.join(""), className: "line" }),
      dot[0] === null ? null : element("circle", { cx: dot[0], cy: dot[1], r: 2 }),
    );
  }

  function told(values) {
    const some = values.filter((value) => value !== null);
    return some.length ? `from ${Math.min(...some)} to ${Math.max(...some)}, lately ${some.at(-1)}` : "unknown";
  }

  // Functions that the columns name

  window.dashAgGridFunctions = {
    ...window.dashAgGridFunctions,
    inWords: (value, kind) => inWords(value ?? null, kind),
    leaveTheGrid: () => false,
    unknownLast: (a, b, _one, _other, descending) => {
      if (a === null || b === null) return a === b ? 0 : (a === null) === descending ? -1 : 1;
      return typeof a === "number" ? a - b : order.compare(asShown(a), asShown(b));
    },
  };
  const order = new Intl.Collator("en-GB", { numeric: true, sensitivity: "base" });

  // What people do above it

  function choose({ dataset: { gridChoice: name, bit } }) {
    look(name).bit = Number(bit);
    mark(name);
    api(name).onFilterChanged();
    document.getElementById("said").textContent = document.getElementById(`count-${name}`).textContent;
  }

  // The rows and columns that are shown, or other `places`, in their order, as save() of 50-pages.js wants them.
  function shown(name, places = api(name).getAllDisplayedColumns().map((column) => Number(column.getColDef().field))) {
    const { file, columns } = tables[name];
    const rows = [];
    api(name).forEachNodeAfterFilterAndSort(({ data }) => rows.push(places.map((place) => data[place])));
    return { file, columns: places.map((place) => columns[place]), rows };
  }

  // The same for a print: the columns under the names they have on the screen, their cells in its words, no sparklines.
  pages.written = (name) => {
    const drawn = api(name).getAllDisplayedColumns().map((column) => column.getColDef()).filter(({ cellRenderer }) => cellRenderer !== "spark");
    const { columns, rows } = shown(name, drawn.map(({ field }) => Number(field)));
    const text = (value, place) => (value === null ? undefined : texted[drawn[place].cellRenderer]?.(value)) ?? inWords(value, columns[place][1]);
    return { columns: drawn.map(({ headerName }, place) => [headerName, columns[place][1]]), rows: rows.map((row) => row.map(text)) };
  };

  const texted = { minutes, change: (value) => (value ? `${value > 0 ? "▲" : "▼"} ${inWords(Math.abs(value), "number")}` : "same") };

  document.addEventListener("click", ({ target }) => {
    const choice = target.closest("[data-grid-choice]");
    if (choice) choose(choice);
    const csv = target.closest("[data-grid-csv]");
    if (csv) save(shown(csv.dataset.gridCsv, tables[csv.dataset.gridCsv].in_file));
  });

  document.addEventListener("input", ({ target }) => {
    if (target.matches(".grid-find")) find(target.id.slice("find-".length));
  });

  document.addEventListener("change", ({ target }) => {
    const name = target.closest(".grid-columns")?.dataset.grid;
    if (name) api(name).setColumnsVisible([target.name], target.checked);
  });

  document.addEventListener("keydown", ({ key, target }) => {
    if (key === "Enter" && target.matches(".ag-cell")) target.querySelector("a[data-view]")?.click();
  });
})();
