// The way from children to places, for the chosen stage and year.
(() => {
  const { data, choice, state, narrow, spec, put } = report;
  if (!data.waterfall) return;
  report.drawers.waterfall = (element) => {
    const stages = Object.keys(data.waterfall);
    const stage = stages.includes(choice.stage) ? choice.stage : stages[0];
    const words = data.waterfall[stage][choice.year];
    document.getElementById("waterfall-title").textContent = words.title[choice.lang];
    document.getElementById("waterfall-say").textContent = words.say[choice.lang];
    const small = !state.printing && narrow.matches;
    put(element, spec(`waterfall-${stage}-${choice.year}${small ? "-narrow" : ""}`));
  };
})();
