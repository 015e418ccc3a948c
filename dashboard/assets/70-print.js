// A print: the view in words under the heading, plots as wide as the paper, grids as tables, and at the foot where and when
// it was made.
(() => {
  const MOST_ROWS = 500;
  const graphs = () => [...document.querySelectorAll(".dash-graph")].map((graph) => [graph.id, graph.querySelector(".js-plotly-plot")]).filter(([, plot]) => plot);

  function prepare() {
    if (!document.querySelector("#root .shell")) return;
    document.documentElement.classList.add("printing");
    sayView();
    sayWhere();
    writeGrids();
    redraw();
  }

  // What the one button of a phone says: everything the control bar asks for.
  function sayView() {
    const said = document.querySelector(".controls .phone-only .view-words");
    const heading = document.querySelector("#main h1");
    if (!said || !heading) return;
    const line = document.createElement("p");
    line.className = "in-words";
    line.textContent = said.textContent;
    heading.after(line);
  }

  function sayWhere() {
    const day = new Date().toLocaleDateString("en-GB", { weekday: "long", day: "numeric", month: "long", year: "numeric" }).replace(",", "");
    const text = (words) => `"${words.replace(/["\\]/g, "\\$&")}"`;
    const ink = getComputedStyle(document.documentElement).getPropertyValue("--ink-2");
    const style = document.createElement("style");
    style.id = "print-foot";
    style.textContent = `@page { margin: 14mm 14mm 16mm; font: 8pt sans-serif; color: ${ink};
      @bottom-left { content: ${text(window.location.href)} } @bottom-right { content: ${text(`${day} · `)} counter(page) ${text(" of ")} counter(pages) } }`;
    document.head.append(style);
  }

  // A grid scrolls, and draws only the rows that are seen.
  function writeGrids() {
    for (const place of document.querySelectorAll(".grid-place:has([role=row])")) {
      place.after(...asTable(window.dash_clientside.pages.written(place.id.slice("place-".length))));
    }
  }

  function asTable({ columns, rows }) {
    const line = (tag, texts) => made("tr", {}, texts.map((text, place) => cell(tag, text, columns[place][1])));
    const heads = made("thead", {}, [line("th", columns.map(([name]) => name))]);
    const body = made("tbody", {}, rows.slice(0, MOST_ROWS).map((row) => line("td", row)));
    const left = rows.length - MOST_ROWS;
    const said = made("p", { className: "grid-written", textContent: `${left.toLocaleString("en-GB")} more are in the CSV.` });
    return [made("table", { className: "table grid-written" }, [heads, body]), ...(left > 0 ? [said] : [])];
  }

  const made = (tag, props, inside) => {
    const found = Object.assign(document.createElement(tag), props);
    found.append(...(inside ?? []));
    return found;
  };
  const cell = (tag, textContent, kind) => made(tag, { textContent, className: kind === "number" || kind === "share" ? "num" : "" });

  // At once: what Plotly or Dash do about a new width comes after the paper.
  function redraw() {
    const { figures } = window.dash_clientside.pages;
    window.plots.drawAll();
    for (const [id, plot] of graphs()) {
      const { data, layout } = window.plots.paint(figures[id]);
      const { clientWidth: width, clientHeight: height } = plot.closest(".plot");
      window.Plotly.react(plot, data, { ...layout, width, height });
    }
  }

  function undo() {
    document.documentElement.classList.remove("printing");
    document.querySelector(".in-words")?.remove();
    document.getElementById("print-foot")?.remove();
    for (const written of document.querySelectorAll(".grid-written")) written.remove();
    window.plots.fit();
  }

  window.addEventListener("beforeprint", prepare);
  window.addEventListener("afterprint", undo);
})();
