// Draws a report's calendar from the days of its CSV: a month a row, the newest first, a day a cell. One tab stop; arrows move.
(() => {
  const { tables, inWords } = window.dash_clientside.pages;
  const LABELLED = [1, 5, 10, 15, 20, 25, 30];
  const NUMBER = new Intl.NumberFormat("en-GB"); // made once: thousands of days are written with it
  const DAY = new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
  const MONTH = new Intl.DateTimeFormat("en-GB", { month: "long", timeZone: "UTC" });
  const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

  function made(tag, props = {}, inside = []) {
    const found = Object.assign(document.createElement(tag), props);
    found.append(...inside);
    return found;
  }

  function draw(place) {
    const months = new Map(); // "2026-11" → its days
    for (const day of tables[place.dataset.calendar].rows) {
      const month = day[0].slice(0, 7);
      if (!months.has(month)) months.set(month, []);
      months.get(month).push(day);
    }
    const body = [...months].reverse().map(([month, days]) => row(month, days));
    const grid = made("table", { role: "grid", ariaLabel: `${place.dataset.term}, day by day` }, [
      made("thead", {}, [head()]),
      made("tbody", {}, body),
    ]);
    grid.querySelector("td.day").tabIndex = 0;
    grid.addEventListener("keydown", move);
    grid.addEventListener("focusin", (event) => stop(grid, event.target));
    place.append(grid);
  }

  function head() {
    const cell = (day) =>
      LABELLED.includes(day) ? made("th", { scope: "col", textContent: day }) : made("td", {});
    return made("tr", {}, [made("td"), ...Array.from({ length: 31 }, (_, at) => cell(at + 1))]);
  }

  function row(month, days) {
    const first = new Date(`${month}-01T00:00:00Z`);
    const name = `${MONTH.format(first).slice(0, 3)} ${first.getUTCFullYear()}`;
    const cells = Array.from({ length: 31 }, () => made("td"));
    for (const day of days) cells[Number(day[0].slice(8)) - 1] = square(day);
    return made("tr", {}, [made("th", { scope: "row", textContent: name }), ...cells]);
  }

  function square([day, state, rows, reason, tried]) {
    const count = rows === null ? "" : `, ${NUMBER.format(rows)} ${rows === 1 ? "row" : "rows"}`;
    const last = tried && `Last tried ${inFull(tried.slice(0, 10))} at ${tried.slice(11)} UTC`;
    const parts = [`${inFull(day)}: ${state}${count}`, inWords(reason, "text"), last];
    const said = parts.filter(Boolean).map((part) => `${part[0].toUpperCase()}${part.slice(1).replace(/\.?$/, ".")}`);
    return made("td", { className: `day ${state.replaceAll(" ", "-")}`, tabIndex: -1, ariaLabel: said.join(" ") });
  }

  const inFull = (day) => DAY.format(new Date(`${day}T00:00:00Z`)).replace(",", "");

  function stop(grid, cell) {
    grid.querySelector("td.day[tabindex='0']").tabIndex = -1;
    cell.tabIndex = 0;
  }

  function move(event) {
    const [down, right] = STEPS[event.key] ?? [];
    if (down === undefined) return;
    event.preventDefault();
    const from = event.target.closest("td");
    let [line, place] = [from.parentElement, from.cellIndex];
    do {
      line = down < 0 ? line.previousElementSibling : down > 0 ? line.nextElementSibling : line;
      place += right;
    } while (line?.cells[place] && !line.cells[place].matches(".day"));
    line?.cells[place]?.focus();
  }

  new MutationObserver(() => {
    for (const place of document.querySelectorAll("[data-calendar]:empty")) if (tables[place.dataset.calendar]) draw(place);
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
