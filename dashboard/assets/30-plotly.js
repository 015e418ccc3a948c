// Where dcc.Graph finds Plotly: our own bundle, loaded only when there is something to draw.
Object.defineProperty(window, "_dashPlotlyJSURL", {
  get: () => document.querySelector('meta[name="plotly-bundle"]')?.content,
  set() {},
});
