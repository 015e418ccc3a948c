// The deployer's announcement, once somebody has closed it, is kept closed in this browser until it says something else.
(() => {
  const KEY = "announcement";
  let closedHere; // it is closed on this page, whatever can be kept

  function closed() {
    try {
      return window.localStorage.getItem(KEY);
    } catch {
      return null; // storage is closed in some frames and private windows
    }
  }

  window.announcementIsClosed = (text) => text !== undefined && (closedHere === text || closed() === text);

  document.addEventListener("click", (event) => {
    const told = event.target.closest("[data-close-announcement]")?.closest("[data-announcement]");
    if (!told) return;
    closedHere = told.dataset.announcement;
    window.view.redraw();
    document.getElementById("main")?.focus({ preventScroll: true });
    try {
      window.localStorage.setItem(KEY, told.dataset.announcement);
    } catch {
      // it is closed on this page then
    }
  });
})();
