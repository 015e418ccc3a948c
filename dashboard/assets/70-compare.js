// The choice of what is compared: finds a name in the list, and puts a form's values into the address.
(() => {
  document.addEventListener("input", (event) => {
    const list = document.getElementById(event.target.closest("[data-filter]")?.dataset.filter);
    if (!list) return;
    const wanted = event.target.value.trim().toLowerCase();
    for (const entry of list.children) entry.hidden = !entry.textContent.toLowerCase().includes(wanted);
  });

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-asks]")) return;
    event.preventDefault();
    window.dash_clientside.pages.goWith(Object.fromEntries(new FormData(event.target)));
  });
})();
