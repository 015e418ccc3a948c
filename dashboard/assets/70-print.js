// A print: the view in words under the heading, plots as wide as the paper, and at the foot where and when it was made.
(() => {
  const graphs = () => [...document.querySelectorAll(".dash-graph")].map((graph) => [graph.id, graph.querySelector(".js-plotly-plot")]).filter(([, plot]) => plot);

  function prepare() {
    if (!document.querySelector("#root .shell")) return;
    document.documentElement.classList.add("printing");
    sayView();
    sayWhere();
    redraw();
  }

  // What the one button of a phone says: everything the control bar asks for.
  function sayView() {
    const said = document.querySelector(".controls .phone-only .field > span");
    const heading = document.querySelector("#main h1");
    if (!said || !heading) return;
    const line = document.createElement("p");
    line.className = "in-words";
    line.textContent = said.textContent.slice(said.querySelector("b").textContent.length);
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

  // At once: what Plotly or Dash do about a new width comes after the paper.
  function redraw() {
    const { figures, paint } = window.dash_clientside.pages;
    for (const [id, plot] of graphs()) {
      const { data, layout } = paint(figures[id]);
      const { clientWidth: width, clientHeight: height } = plot.closest(".plot");
      window.Plotly.react(plot, data, { ...layout, width, height });
    }
  }

  function undo() {
    document.documentElement.classList.remove("printing");
    document.querySelector(".in-words")?.remove();
    document.getElementById("print-foot")?.remove();
    for (const [, plot] of graphs()) window.Plotly.relayout(plot, { width: null, height: null, autosize: true });
  }

  window.addEventListener("beforeprint", prepare);
  window.addEventListener("afterprint", undo);
})();
