// The pickers of team and organisation: a button that opens a search over a list, as ARIA's combobox pattern has it.
(() => {
  const { goToTeam, goWith, options } = window.dash_clientside.pages;
  const GO = { "team-picker": goToTeam, "org-picker": (org) => goWith({ org }) };
  const MOST = 100; // drawn at once: nobody reads more, and thousands would take a moment at each letter
  const PAGE = 10;
  const NUMBER = new Intl.NumberFormat("en-GB");
  const STEPS = { ArrowDown: 1, ArrowUp: -1, PageDown: PAGE, PageUp: -PAGE, Home: -Infinity, End: Infinity };
  let open = null; // the picker that is: its button, its parts, `every` option, and the place `at` in `drawn`

  function made(tag, props = {}, inside = []) {
    const { aria = {}, ...plain } = props;
    const found = Object.assign(document.createElement(tag), plain);
    for (const [name, value] of Object.entries(aria)) found.setAttribute(name === "role" ? name : `aria-${name}`, value);
    found.append(...inside);
    return found;
  }

  const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  function show(button) {
    const { value, options: every } = options[button.id];
    const name = button.dataset.picker;
    const list = made("ul", { id: `${button.id}-options`, aria: { role: "listbox", label: name } });
    const search = made("input", {
      className: "form-control",
      autocomplete: "off",
      spellcheck: false,
      placeholder: `Find ${name.toLowerCase()}`,
      aria: { role: "combobox", label: `Find ${name.toLowerCase()}`, expanded: true, autocomplete: "list", controls: list.id },
    });
    const said = made("p", { className: "muted", aria: { role: "status" } });
    const place = document.getElementById(button.getAttribute("aria-controls"));
    place.setAttribute("role", "dialog");
    place.setAttribute("aria-label", name);
    place.append(search, list, said);
    button.setAttribute("aria-expanded", "true");
    open = { button, place, search, list, said, value, every: every.map(searchable) };
    search.addEventListener("input", () => offer(search.value));
    search.addEventListener("keydown", pressed);
    list.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays in the search
    list.addEventListener("click", (event) => choose(event.target.closest("[role=option]")));
    offer("");
    search.focus({ preventScroll: true });
  }

  const searchable = (option) => ({ ...option, text: folded(`${option.name} ${option.value}`) });

  function close(refocus) {
    if (!open) return;
    const { button, place } = open;
    open = null;
    if (refocus) button.focus({ preventScroll: true });
    button.setAttribute("aria-expanded", "false");
    place.replaceChildren();
  }

  // Names that begin with what is asked, then those with a word that does, then those that have it anywhere.
  function rank({ text }, wanted) {
    const place = text.indexOf(wanted);
    if (place <= 0) return place ? 3 : 0;
    return text.includes(` ${wanted}`) || text.includes(`-${wanted}`) ? 1 : 2;
  }

  function found(wanted) {
    if (!wanted) return open.every;
    const ranks = [[], [], [], []];
    for (const option of open.every) ranks[rank(option, wanted)].push(option);
    return ranks.slice(0, 3).flat();
  }

  function offer(asked) {
    const wanted = folded(asked.trim());
    const all = found(wanted);
    open.drawn = all.slice(0, MOST);
    open.list.replaceChildren(...open.drawn.map((option, place) => item(option, !wanted && begins(place))));
    open.list.hidden = !all.length;
    open.said.textContent = inWords(all.length);
    const current = wanted ? -1 : open.drawn.findIndex((option) => option.value === open.value);
    stand(current < 0 ? open.drawn.findIndex((option) => !option.disabled) : current);
  }

  // Whether the teams of others begin here.
  const begins = (place) => place > 0 && open.drawn[place - 1].own && !open.drawn[place].own;

  function item({ name, why, value, disabled }, apart) {
    const inside = [made("span", { className: "option-name", textContent: name }), made("span", { className: "why", textContent: why })];
    const chosen = value === open.value;
    const id = `${open.list.id}-${value.replace(/[^\w/-]/g, "_")}`;
    return made("li", { id, className: apart ? "apart" : "", aria: { role: "option", selected: chosen, disabled } }, inside);
  }

  function inWords(number) {
    if (!number) return "None of that name";
    return number > MOST ? `${NUMBER.format(number - MOST)} more: type to find them` : "";
  }

  function stand(at) {
    open.list.children[open.at]?.classList.remove("at");
    open.at = at;
    const here = open.list.children[at];
    open.search.setAttribute("aria-activedescendant", here?.id ?? "");
    here?.classList.add("at");
    here?.scrollIntoView({ block: "nearest" });
  }

  function pressed(event) {
    const step = STEPS[event.key];
    if (step) {
      event.preventDefault();
      if (open.drawn.length) stand(Math.min(Math.max(open.at + step, 0), open.drawn.length - 1));
    } else if (event.key === "Enter") {
      event.preventDefault();
      choose(open.list.children[open.at]);
    } else if (event.key === "Escape") {
      event.stopPropagation(); // it closes this, and nothing around it
      close(true);
    } else if (event.key === "Tab") {
      close(true); // and goes on from the button
    }
  }

  function choose(chosen) {
    const option = open.drawn[[...open.list.children].indexOf(chosen)];
    if (!option || option.disabled) return;
    const { button, value } = open;
    close(true);
    if (option.value !== value) GO[button.id](option.value, button);
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-picker]");
    if (open?.place.contains(event.target)) return;
    const again = open?.button === button;
    close(again);
    if (button && !again) show(button);
  });

  document.addEventListener("keydown", (event) => {
    const opens = event.target.matches?.("[data-picker]") && (event.key === "ArrowDown" || event.key === "ArrowUp");
    if (!opens) return;
    event.preventDefault();
    if (!open) show(event.target);
  });

  window.addEventListener("popstate", () => close(false));
})();
