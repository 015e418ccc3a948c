// Draws figures with Plotly in the theme's colours: those on the screen at once, the others as soon as nothing else is to do.
(() => {
  const NARROW = window.matchMedia("(max-width: 37.49rem)");
  const plots = new Map(); // by place: the figure as the server sent it, with names of colours, and the text of what is drawn
  const waiting = new Set(); // places where something else is drawn than should be
  const colours = new Map();
  let library; // the promise of Plotly, which is brought when there is something to draw
  let turn; // whether the others have been given one

  // A figure of the page comes, or changes. Until it is drawn nothing of another one is to be seen.
  function put(place, { figure, config }) {
    const text = JSON.stringify(figure);
    if (plots.get(place)?.text === text) return;
    if (!plots.has(place)) sizes.observe(place);
    plots.set(place, { ...plots.get(place), text, config: { ...config, responsive: false } }); // `sizes` sees to that
    waiting.add(place);
    place.classList.add("stale");
  }

  function remove(place) {
    sizes.unobserve(place);
    plots.delete(place);
    waiting.delete(place);
    window.Plotly?.purge(place.firstChild);
  }

  function drawSeen() {
    if (!waiting.size) return;
    if (!window.Plotly) return void bring().then(drawSeen, failed);
    [...waiting].filter(measure).forEach(draw); // all are looked at first: drawing moves what the browser has laid out
    letOthersDraw();
  }

  function drawAll() {
    if (!window.Plotly) return;
    [...waiting].forEach(measure);
    waiting.forEach(draw);
  }

  // After something else has drawn them for another width.
  function fit() {
    for (const [place, plot] of plots) {
      measure(place);
      plot.size = undefined;
      waiting.add(place);
    }
    drawSeen();
  }

  function letOthersDraw() {
    turn ??= waiting.size ? whenIdle(drawNext) : undefined;
  }

  // At least one, and more while there is time.
  function drawNext(deadline) {
    turn = undefined;
    for (const place of waiting) {
      draw(place);
      if (!deadline?.timeRemaining()) break;
    }
    letOthersDraw();
  }

  const whenIdle = (act) => (window.requestIdleCallback ? window.requestIdleCallback(act, { timeout: 300 }) : window.setTimeout(act, 50));

  // How much room a figure has, which Plotly is told: it would ask itself, and the browser lay out anew for each answer. Gives
  // whether it is on the screen.
  function measure(place) {
    const { top, bottom, width, height } = place.getBoundingClientRect();
    plots.get(place).room = { width: Math.round(width), height: Math.round(height) };
    return top < window.innerHeight && bottom > 0;
  }

  function draw(place) {
    waiting.delete(place);
    const plot = plots.get(place);
    if (!plot.room.width) return; // shown as a table; drawn when it has a size again
    const [text, size] = [painted(plot.text), Object.values(plot.room).join(" ")];
    if (plot.drawn !== text || plot.size !== size) {
      const { data, layout } = JSON.parse(text);
      window.Plotly.react(place.firstChild, data, { ...fitted(layout), ...plot.room }, plot.config);
    }
    Object.assign(plot, { drawn: text, size });
    place.classList.remove("stale");
  }

  const sizes = new ResizeObserver((changes) => {
    for (const { target: place, contentRect } of changes) {
      const plot = plots.get(place);
      if (!plot) continue;
      plot.room = { width: Math.round(contentRect.width), height: Math.round(contentRect.height) };
      if (!waiting.has(place)) draw(place);
    }
  });

  // Colours

  function painted(text) {
    const style = window.getComputedStyle(document.documentElement);
    const value = (name) => style.getPropertyValue(name).trim().replaceAll('"', "'");
    return text.replace(/var\((--[\w-]+)\)/g, (_, name) => {
      if (!colours.has(name)) colours.set(name, value(name));
      return colours.get(name);
    });
  }

  function fitted(layout) {
    if (!NARROW.matches) return layout;
    const kept = layout.annotations.filter((note) => note.name !== "wide");
    const annotations = kept.map((note) => ({ ...note, xshift: note.xshift_phone ?? note.xshift }));
    return { ...layout, annotations, margin: { ...layout.margin, r: 8 } };
  }

  function paint(figure) {
    const { data, layout } = JSON.parse(painted(JSON.stringify(figure)));
    return { data, layout: fitted(layout) };
  }

  function repaint() {
    colours.clear();
    for (const [place, plot] of plots) {
      plot.drawn = undefined;
      waiting.add(place);
    }
    drawSeen();
  }

  function bring() {
    const src = document.querySelector('meta[name="plotly-bundle"]').content;
    library ??= new Promise((there, failed) => {
      document.head.append(Object.assign(document.createElement("script"), { src, onload: there, onerror: failed }));
    });
    return library;
  }

  function failed() {
    library = undefined;
    window.sayOnTop("The charts could not be loaded.", "Try again", window.location.href);
  }

  window.addEventListener("themechange", repaint);
  NARROW.addEventListener("change", repaint);
  window.plots = { put, remove, drawSeen, drawAll, fit, paint };
})();
