// Light or dark: the system's until somebody chooses, then what they chose. Runs in the head, before the first paint.
(() => {
  if (window.switchTheme) return;
  const KEY = "theme";
  const system = window.matchMedia("(prefers-color-scheme: dark)");

  // In somebody else's page there is nothing to choose with, and the ground is theirs.
  const framed = new URLSearchParams(window.location.search).get("embed") === "1" || /(?<!\/teams)\/embed\/[^/]+\/?$/.test(window.location.pathname);
  document.documentElement.classList.toggle("embed", framed);
  document.documentElement.classList.toggle("framed", window.top !== window);

  function chosen() {
    if (framed) return null;
    try {
      return window.localStorage.getItem(KEY);
    } catch {
      return null; // storage is closed in some frames and private windows
    }
  }

  function keep(theme) {
    try {
      window.localStorage.setItem(KEY, theme);
    } catch {
      // it holds for this page then
    }
  }

  function apply(theme) {
    document.documentElement.dataset.bsTheme = theme;
    if (document.body) document.body.dataset.agThemeMode = theme;
    window.dispatchEvent(new CustomEvent("themechange"));
  }

  function current() {
    const theme = chosen();
    return theme === "dark" || theme === "light" ? theme : system.matches ? "dark" : "light";
  }

  window.switchTheme = (theme) => apply(theme);
  apply(current());
  document.addEventListener("DOMContentLoaded", () => apply(current()));
  system.addEventListener("change", () => apply(current()));
  window.addEventListener("storage", (event) => event.key === KEY && apply(current()));
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-theme-switch]")) return;
    const theme = document.documentElement.dataset.bsTheme === "dark" ? "light" : "dark";
    keep(theme);
    apply(theme);
  });

  // GitHub's login can't be framed: where another page frames this one, the way there opens a tab of its own.
  function leaveFrame() {
    for (const link of document.querySelectorAll('a[href*="login/github"]')) link.target = "_blank";
  }
  if (window.top !== window) document.addEventListener("DOMContentLoaded", leaveFrame);

  // A print is always light.
  let before = null;
  window.addEventListener("beforeprint", () => {
    before = document.documentElement.dataset.bsTheme;
    apply("light");
  });
  window.addEventListener("afterprint", () => before && apply(before));
})();
