// Begins: language, filters, paper, and drawing what comes into view.
(() => {
  const { data, root, choice, state, narrow, choose, draw, redraw, watch } = report;

  function setLang(next) {
    choice.lang = next;
    root.lang = next === "zh" ? "zh-CN" : "en";
    document.title = data.title[next];
    const button = document.getElementById("switch");
    button.textContent = next === "zh" ? "English" : "中文";
    button.lang = next === "zh" ? "en" : "zh-CN";
    for (const option of document.querySelectorAll("option[data-zh]")) {
      option.textContent = option.dataset[next];
    }
    choose({});
  }

  document.getElementById("switch").addEventListener("click", () => {
    setLang(choice.lang === "zh" ? "en" : "zh");
  });
  document.getElementById("stage").addEventListener("change", (event) => {
    choose({ stage: event.target.value });
  });
  document.getElementById("year").addEventListener("input", (event) => {
    choose({ year: Number(event.target.value) });
  });
  document.getElementById("filters").addEventListener("reset", (event) => {
    event.preventDefault();
    choose({ stage: data.stage || "", year: data.years.indexOf(data.year) });
  });
  document.getElementById("filters").addEventListener("submit", (e) => e.preventDefault());
  narrow.addEventListener("change", () => { if (!state.printing) redraw(); });

  window.addEventListener("beforeprint", () => {
    state.printing = true;
    for (const element of document.querySelectorAll(".plot:not(.still)")) draw(element);
    for (const print of report.printers) print();
  });
  window.addEventListener("afterprint", () => {
    state.printing = false;
    for (const restore of report.restorers) restore();
    redraw();
  });

  setLang(choice.lang);

  // The library of charts is packed. What is in view is drawn once it is there; a browser too old
  // to unpack it shows the tables, and says so.
  async function unpack() {
    const bytes = Uint8Array.from(atob(document.getElementById("plotly").textContent),
      (letter) => letter.charCodeAt(0));
    const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    const library = document.createElement("script");
    library.textContent = await new Response(plain).text();
    document.head.append(library);
    state.charts = true;
    watch();
  }
  unpack().catch(() => { document.getElementById("no-charts").hidden = false; });
})();
