// Puts the newest main part of this page in place of the one that is shown, every few seconds, unless somebody looks elsewhere,
// reads in it, or has switched it off. Without it, the page is as it was when it was loaded.
"use strict";
(() => {
  const every = 5000;
  const foot = document.getElementById("live");
  const button = foot.querySelector("button");
  const told = foot.querySelector("[role=status]");
  const address = location.origin + location.pathname + location.search;

  function say(text) {
    if (told.textContent !== text) told.textContent = text;
  }

  function isReading(main) {
    return !getSelection().isCollapsed || (document.activeElement.tagName === "INPUT" && main.contains(document.activeElement));
  }

  // Where the reader is: what is open, scrolled and focused is found again by its place among its likes.
  function keep(main) {
    const regions = [...main.querySelectorAll("[role=region]")].map((region) => region.scrollLeft);
    const open = [...main.querySelectorAll("details")].map((details) => details.open);
    const within = "a, summary, [tabindex]";
    const focused = [...main.querySelectorAll(within)].indexOf(document.activeElement);
    return () => {
      main.querySelectorAll("details").forEach((details, i) => { details.open = Boolean(open[i]); });
      main.querySelectorAll("[role=region]").forEach((region, i) => { region.scrollLeft = regions[i] || 0; });
      if (focused >= 0) main.querySelectorAll(within)[focused]?.focus({ preventScroll: true });
    };
  }

  async function look() {
    const main = document.querySelector("main");
    if (button.ariaPressed !== "true" || document.hidden || isReading(main)) return;
    try {
      const answer = await fetch(address, { cache: "no-store" });
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const found = page.querySelector("main");
      if (found.innerHTML !== main.innerHTML) {
        const restore = keep(main);
        main.replaceChildren(...found.childNodes);
        restore();
      }
      document.getElementById("seen").replaceChildren(...page.getElementById("seen").childNodes);
      say("");
    } catch (failure) {
      say(`The operator does not answer (${failure.message}).`);
    }
  }

  button.addEventListener("click", () => {
    button.ariaPressed = button.ariaPressed === "true" ? "false" : "true";
    look();
  });
  foot.hidden = false;
  setInterval(look, every);
})();
