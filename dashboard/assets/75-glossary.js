// The glossary's search: entries that have all the words stay.
(() => {
  document.addEventListener("input", (event) => {
    if (event.target.id !== "find") return;
    const words = event.target.value.toLowerCase().split(/\s+/);
    const entries = [...document.querySelectorAll("[data-entry]")];
    for (const entry of entries) {
      const text = entry.textContent.toLowerCase();
      entry.hidden = !words.every((word) => text.includes(word));
    }
    document.getElementById("found").textContent = said(entries.filter((entry) => !entry.hidden).length, entries.length);
  });

  function said(found, all) {
    if (found === all) return "";
    return found ? `${found} of ${all} entries` : "No entry has these words.";
  }
})();
