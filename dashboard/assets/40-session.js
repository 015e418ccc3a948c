// Dash shows nothing when a call is refused or fails. This says it, on top, and leaves the figures where they are.
(() => {
  const plainFetch = window.fetch;

  window.fetch = async (...call) => {
    const ours = String(call[0]?.url ?? call[0]).includes("_dash-update-component");
    let response;
    try {
      response = await plainFetch(...call);
    } catch (failure) {
      if (ours) say("The server could not be reached. What you see may be old.", "Try again", window.location.href);
      throw failure;
    }
    if (ours) tell(response.status);
    return response;
  };

  function tell(status) {
    if (status === 401) say("You are signed out. What you see may be old.", "Sign in again", start());
    else if (status === 403) say("You may no longer see this.", "Go to the start", start());
    else if (status === 503) say("The server is busy. What you see may be old.", "Try again", window.location.href);
    else if (status >= 400) say("This page could not be brought up to date.", "Try again", window.location.href);
    else quiet();
  }

  function start() {
    const prefix = JSON.parse(document.getElementById("_dash-config").textContent).requests_pathname_prefix;
    const here = `/${window.location.pathname.slice(prefix.length)}${window.location.search}`;
    return `${prefix}?next=${encodeURIComponent(here)}`;
  }

  function say(text, way, href) {
    const place = document.getElementById("session-notice");
    if (!place) return;
    const notice = document.createElement("div");
    notice.className = "notice error";
    const link = document.createElement("a");
    link.href = href;
    link.textContent = way;
    notice.append(`${text} `, link);
    place.replaceChildren(notice);
  }

  function quiet() {
    document.getElementById("session-notice")?.replaceChildren();
  }

  window.sayOnTop = say;
})();
