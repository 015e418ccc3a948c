// The deployer's announcement, once somebody has closed it, is kept closed in this browser until it says something else.
(() => {
  const KEY = "announcement";

  function closed() {
    try {
      return window.localStorage.getItem(KEY);
    } catch {
      return null; // storage is closed in some frames and private windows
    }
  }

  window.announcementIsClosed = (text) => text !== undefined && closed() === text;

  document.addEventListener("click", (event) => {
    const told = event.target.closest("[data-close-announcement]")?.closest("[data-announcement]");
    if (!told) return;
    window.dash_clientside.set_props(told.id, { hidden: true });
    document.getElementById("main")?.focus({ preventScroll: true });
    try {
      window.localStorage.setItem(KEY, told.dataset.announcement);
    } catch {
      // it is closed on this page then
    }
  });
})();
