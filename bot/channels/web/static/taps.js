// Counts that an official link was opened, and not by whom. The link itself leads there: people see where.
"use strict";

function countTap(event) {
  const link = event.target.closest?.("a[data-tap]");
  if (!link || event.button > 1) return; // the right button only opens a menu
  const { pathname, search } = new URL(link.dataset.tap, location.href);
  navigator.sendBeacon?.(pathname + search);
}
addEventListener("click", countTap);
addEventListener("auxclick", countTap);
