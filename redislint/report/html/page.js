"use strict";
(() => {
  const form = document.getElementById("filter");
  if (form) {
    const names = ["severity", "family", "instance", "file"];
    const findings = [...document.querySelectorAll(".finding")];
    const files = [...document.querySelectorAll(".file")];
    const said = form.querySelector("output");
    const apply = () => {
      const wanted = names.map((name) => [name, form.elements[name].value]).filter(([, value]) => value);
      let shown = 0;
      for (const finding of findings) {
        finding.hidden = wanted.some(([name, value]) => finding.dataset[name] !== value);
        shown += finding.hidden ? 0 : 1;
      }
      for (const file of files) {
        file.hidden = !file.querySelector(".finding:not([hidden])");
      }
      said.value = `${shown} of ${findings.length} shown`;
    };
    form.addEventListener("change", apply);
    // The values are reset after the event.
    form.addEventListener("reset", () => setTimeout(apply));
    form.addEventListener("submit", (event) => event.preventDefault());
    // A browser may fill in what was chosen before the page was left.
    addEventListener("pageshow", apply);
    form.hidden = false;
    apply();
  }
  // On paper nothing can be unfolded.
  const folded = () => document.querySelectorAll("details:not([open])");
  let unfolded = [];
  addEventListener("beforeprint", () => {
    unfolded = [...folded()];
    unfolded.forEach((one) => { one.open = true; });
  });
  addEventListener("afterprint", () => unfolded.forEach((one) => { one.open = false; }));
})();
