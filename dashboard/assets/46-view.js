// The page as one component of Dash's, which draws what is in it with React: Dash keeps a wrapper, a path and a place in its store
// for each of a page's thousand parts, and takes many times as long. A part that has a component of Dash's own is left to Dash.
(() => {
  const shown = { page: 0, fitted: (props) => props, after: () => {} };
  let redraw = () => {};
  const element = (...of) => window.React.createElement(...of); // Dash's own, which comes after this file

  // `fitted` says what the browser makes of a part's properties; `after` is called when it stands.
  function show(children, fitted, after) {
    Object.assign(shown, { children, fitted, after, page: shown.page + 1 });
    redraw();
  }

  function View() {
    const [turn, again] = window.React.useReducer((turns) => turns + 1, 0);
    redraw = again;
    window.React.useLayoutEffect(() => {
      window.plots.drawSeen();
      shown.after();
      shown.after = () => {};
    }, [turn]);
    return built(shown.children);
  }

  function built(node) {
    if (!node?.props) return node;
    const { children, ...props } = shown.fitted(node.props);
    const key = "data-calendar" in props ? `${props["data-calendar"]} ${shown.page}` : props.id; // 60-calendar.js fills it once
    if (node.type in PARTS) return element(PARTS[node.type], { node, key });
    const inside = [children].flat(Infinity).map(built);
    return element(node.type.toLowerCase(), { ...props, key }, ...inside);
  }

  // Parts that are not of HTML alone

  function Plot({ node: { props } }) {
    const place = window.React.useRef();
    window.React.useLayoutEffect(() => window.plots.put(place.current, props), [props]);
    window.React.useLayoutEffect(() => {
      const at = place.current;
      return () => window.plots.remove(at);
    }, []);
    return element("div", { id: props.id, className: "dash-graph", ref: place }, element("div"));
  }

  // The page says what is in a field, until somebody changes it and the next page says it again.
  function useValue(name, value, props) {
    const field = window.React.useRef();
    window.React.useLayoutEffect(() => {
      if (value !== undefined) field.current[name] = value;
    }, [props]);
    return field;
  }

  function Input({ node: { props } }) {
    const { value, className = "", autocomplete, maxlength, ...rest } = props;
    const ref = useValue("value", value, props);
    return element("input", { ...rest, ref, className: `form-control ${className}`, autoComplete: autocomplete, maxLength: maxlength });
  }

  function Checkbox({ node: { props } }) {
    const { id, name, label, value } = props;
    const ref = useValue("checked", value, props);
    const box = element("input", { id, name, ref, type: "checkbox", className: "form-check-input" });
    return element("div", { className: "form-check" }, box, element("label", { htmlFor: id, className: "form-check-label" }, label));
  }

  function ByDash({ node }) {
    const { ExternalWrapper, useDashContext } = window.dash_component_api;
    const { componentPath } = useDashContext();
    return element(ExternalWrapper, { component: node, componentPath: [...componentPath, node.props.id], temp: true });
  }

  const PARTS = { Graph: Plot, Store: () => null, Input, Checkbox, AgGrid: ByDash };
  window.view = { View, show, redraw: () => redraw() };
})();
