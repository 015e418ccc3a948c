// The two of Dash's core components that the frame of the page needs. All of them would be a tenth of what a first visit brings, and
// dashboard/scripts.py leaves them out.
(() => {
  function Location({ setProps }) {
    window.React.useLayoutEffect(() => {
      const tell = () => setProps({ pathname: window.location.pathname, search: window.location.search });
      tell();
      window.addEventListener("popstate", tell);
      return () => window.removeEventListener("popstate", tell);
    }, []);
    return null;
  }

  window.dash_core_components = { Location, Store: () => null };
})();
