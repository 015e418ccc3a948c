// Puts up the pages the server sends: keeps the address, opens tables and CSV. 46-view.js draws them, 45-plots.js their figures.
(() => {
  const figures = {}; // by graph id, as the server sent them: colours are names
  const tables = {}; // by chart name
  const options = {}; // by picker: what it offers, and which of it is shown
  const open = new Set(); // charts shown as a table
  const FORMULA = /^'(?=[\s\x00-\x1f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*[=+\-@＝＋－＠]|[\t\r\n])/; // as in dashboard/core/spreadsheet.py
  let drawn = false;

  const prefix = () => JSON.parse(document.getElementById("_dash-config").textContent).requests_pathname_prefix;
  const within = (address) => (address?.startsWith("/") ? prefix() + address.slice(1) : address);
  const without = (address) => (address.startsWith(prefix()) ? address.slice(prefix().length - 1) : address);

  // A link to another page of figures goes on with the days that are looked at here, and how they are drawn.
  const OF_THE_VIEW = ["days", "from", "to", "group", "working", "compare", "assistant"];
  const FIGURES = /^\/(org|teams|compare|teams-overview|repos|me)(?=[/?]|$)/;

  function seen(address) {
    const [path, query] = address.split("?");
    const asked = new URLSearchParams(window.location.search);
    const there = new URLSearchParams(query);
    if (!FIGURES.test(path) || OF_THE_VIEW.some((name) => there.has(name))) return address;
    for (const name of OF_THE_VIEW) if (asked.has(name)) there.set(name, asked.get(name));
    return there.size ? `${path}?${written(there)}` : path;
  }

  const written = (query) => query.toString().replaceAll("%2F", "/").replaceAll("%2C", ","); // as the server writes it

  // Pages

  function draw(page) {
    if (!page) return window.dash_clientside.no_update;
    if (page.fault) {
      window.sayOnTop(page.fault, "Try again", window.location.href);
      return drawn ? window.dash_clientside.no_update : [];
    }
    forget();
    collect(page.children);
    const held = document.activeElement?.id;
    window.view.show(page.children, fitted, () => arrive(page, held));
    if (drawn) return window.dash_clientside.no_update;
    drawn = true;
    return { namespace: "view", type: "View", props: {} };
  }

  function forget() {
    for (const held of [figures, tables, options]) for (const key of Object.keys(held)) delete held[key];
  }

  function collect(node) {
    if (Array.isArray(node)) node.forEach(collect);
    if (!node?.props) return;
    if (node.type === "Graph") figures[node.props.id] = node.props.figure;
    if (node.type === "Store") keep(node.props.id, node.props.data);
    collect(node.props.children);
  }

  function keep(id, data) {
    const [, what, name] = /^(rows|options)-(.*)$/.exec(id) ?? [];
    if (what) ({ rows: tables, options })[what][name] = data;
  }

  // What the browser makes of the properties of a part.
  function fitted(sent) {
    const props = { ...sent };
    if ("data-view" in props) props.href = seen(props.href);
    for (const name of ["href", "action"]) {
      if (name in props) props[name] = within(props[name]);
    }
    if (window.announcementIsClosed?.(props["data-announcement"])) props.hidden = true;
    return Object.assign(props, asTable(props.id));
  }

  function arrive({ title, said }, held) {
    document.title = title;
    document.getElementById("said").textContent = said;
    if (held && document.activeElement === document.body) document.getElementById(held)?.focus({ preventScroll: true });
    const part = window.location.hash && document.getElementById(window.location.hash.slice(1));
    if (part && part !== arrive.part) part.scrollIntoView();
    arrive.part = part;
  }

  // The address

  // `from` is a control that goes on with the focus, as it stands on the next page too.
  function go(href, from) {
    const there = new URL(href, window.location.href);
    if (document.documentElement.classList.contains("embed")) stayFramed(there);
    if (there.href === window.location.href) return;
    const anotherPage = there.pathname !== window.location.pathname;
    window.history.pushState({}, "", there.href);
    window.dispatchEvent(new PopStateEvent("popstate"));
    shut(anotherPage ? ["side", "controls"] : ["side"]);
    closeAll();
    if (anotherPage && !there.hash) {
      window.scrollTo(0, 0);
      (from ?? document.getElementById("main"))?.focus({ preventScroll: true });
    }
  }

  // In somebody else's page: the next one is without navigation as well, and about the same team.
  function stayFramed(there) {
    const asked = new URLSearchParams(window.location.search);
    const same = there.pathname === window.location.pathname;
    if (!same) there.searchParams.set("embed", "1");
    for (const name of same ? ["embed", "team", "org"] : []) {
      if (asked.has(name) && !there.searchParams.has(name)) there.searchParams.set(name, asked.get(name));
    }
  }

  function goWith(changes) {
    const asked = new URLSearchParams(window.location.search);
    for (const [name, value] of Object.entries(changes)) value === null ? asked.delete(name) : asked.set(name, value);
    const query = written(asked);
    go(window.location.pathname + (query ? `?${query}` : ""));
  }

  function goToTeam(value, from) {
    const path = `${prefix()}teams/${value.split("/").map(encodeURIComponent).join("/")}`;
    const asked = new URLSearchParams(window.location.search);
    asked.delete("org");
    const query = written(asked);
    go(path + (query ? `?${query}` : ""), from);
  }

  // Tables and CSV: the same cells

  const div = (type, props) => ({ namespace: "dash_html_components", type, props });

  function asTable(id) {
    const [what, name] = /^(shown|table|table-button)-(.*)$/.exec(id ?? "")?.slice(1) ?? [];
    if (!open.has(name) || !tables[name]) return {};
    if (what === "shown") return { hidden: true };
    if (what === "table") return { hidden: false, children: table(tables[name]) };
    return { "aria-pressed": "true" };
  }

  function table({ columns, rows }) {
    const kinds = columns.map(([, kind]) => kind);
    const className = (kind) => (kind === "number" || kind === "share" ? "num" : "");
    const heads = columns.map(([name, kind]) => div("Th", { children: inWords(name, "text"), scope: "col", className: className(kind) }));
    const cell = (value, place) =>
      div(place ? "Td" : "Th", { children: inWords(value, kinds[place]), className: className(kinds[place]), ...(place ? {} : { scope: "row" }) });
    return div("Table", {
      className: "table",
      children: [
        div("Thead", { children: div("Tr", { children: heads }) }),
        div("Tbody", { children: rows.map((row) => div("Tr", { children: row.map(cell) })) }),
      ],
    });
  }

  function inWords(value, kind) {
    if (value === null) return "unknown";
    if (kind === "day") return dayInWords(value, { weekday: "short", day: "numeric", month: "short", year: "numeric" });
    if (kind === "month") return dayInWords(value, { month: "long", year: "numeric" });
    if (kind === "share") return `${Math.round(value * 100)}\u202f%`;
    return kind === "number" ? value.toLocaleString("en-GB") : value.replace(FORMULA, "");
  }

  function dayInWords(day, words) {
    return new Date(`${day}T00:00:00Z`).toLocaleDateString("en-GB", { ...words, timeZone: "UTC" }).replace(",", "");
  }

  function toggleTable(name) {
    open.has(name) ? open.delete(name) : open.add(name);
    window.view.redraw();
  }

  function csv({ columns, rows }) {
    const field = (value) => {
      const text = value === null ? "" : String(value);
      return /[",;\t\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    };
    return [columns.map(([name]) => name), ...rows].map((row) => `${row.map(field).join(",")}\r\n`).join("");
  }

  function save(table) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([csv(table)], { type: "text/csv;charset=utf-8" }));
    link.download = table.file;
    link.click();
    window.setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }

  // What people do

  function closeAll(except) {
    for (const drop of document.querySelectorAll("details.drop[open]")) if (drop !== except) drop.open = false;
  }

  // The parts that open at a touch on narrow screens.
  function shut(names) {
    for (const name of names) {
      document.documentElement.classList.remove(`${name}-open`);
      document.querySelector(`[data-toggle=${name}]`)?.setAttribute("aria-expanded", "false");
    }
  }

  async function copyLink(button) {
    await navigator.clipboard.writeText(window.location.href);
    const text = button.querySelector(".txt");
    text.textContent = "Copied";
    document.getElementById("said").textContent = "The link is copied";
    window.setTimeout(() => (text.textContent = "Copy link"), 2000);
  }

  function toggle(button) {
    const name = `${button.dataset.toggle}-open`;
    const isOpen = document.documentElement.classList.toggle(name);
    button.setAttribute("aria-expanded", String(isOpen));
  }

  const CLICKS = {
    "[data-table]": (button) => toggleTable(button.dataset.table),
    "[data-csv]": (button) => save(tables[button.dataset.csv]),
    "[data-copy]": copyLink,
    "[data-ask]": (button) => goWith(Object.fromEntries([...new URLSearchParams(button.dataset.ask)].map(([name, value]) => [name, value || null]))),
    "[data-toggle]": toggle,
  };

  document.addEventListener("click", (event) => {
    closeAll(event.target.closest("details.drop"));
    for (const [selector, act] of Object.entries(CLICKS)) {
      const found = event.target.closest(selector);
      if (found) act(found);
    }
    const link = event.target.closest("a[data-view]");
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (link && plain) {
      event.preventDefault();
      go(within(seen(without(link.getAttribute("href")))));
    }
  });

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-dates]")) return;
    event.preventDefault();
    const asked = new FormData(event.target);
    goWith({ days: null, from: asked.get("from"), to: asked.get("to") });
  });

  document.addEventListener("change", (event) => {
    if (event.target.id === "compare") goWith({ compare: event.target.checked ? null : "0" });
    if (event.target.id === "working") goWith({ working: event.target.checked ? "1" : null });
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    shut(["side", "controls"]);
    const drop = document.querySelector("details.drop[open]");
    if (drop) {
      drop.open = false;
      drop.querySelector("summary").focus();
    }
  });

  window.dash_clientside = { ...window.dash_clientside, pages: { draw, goToTeam, goWith, inWords, options, tables, figures, save, within } };
})();
