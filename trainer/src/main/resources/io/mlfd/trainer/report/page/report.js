// Draws the charts anew with hover, zoom (drag; double click goes back) and a legend that switches lines.
(() => {
  const HEIGHT = 220;
  const charts = JSON.parse(document.getElementById('charts').textContent);
  // As the page's own lines of that colour are dashed.
  const dash = (figure, line) =>
    (getComputedStyle(figure.querySelector(`.c${line.colour} polyline`)).strokeDasharray.match(/[\d.]+/g) || []).map(Number);
  const shown = (value) => (value == null ? '–' : Number(value.toPrecision(4)).toString());
  let plots = [];
  const draw = () => {
    plots.forEach((plot) => plot.destroy());
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue(name).trim();
    const axis = { stroke: colour('--quiet'), grid: { stroke: colour('--faint') }, ticks: { stroke: colour('--rule') } };
    plots = charts.map((chart) => {
      const figure = document.getElementById(chart.id);
      figure.classList.add('drawn');
      const box = figure.querySelector('.plot');
      const epochs = Array.from({ length: chart.epochs }, (_, i) => i + 1);
      const series = chart.lines.map((line) => ({
        label: line.label,
        stroke: colour(`--c${line.colour}`),
        width: 1.8,
        dash: dash(figure, line),
        points: {
          show: true,
          size: 7,
          filter: () => (line.marked || line.values.length === 1 ? [(line.marked || 1) - 1] : []),
        },
        value: (_, value) => shown(value),
      }));
      const pad = (values) => epochs.map((_, i) => (i < values.length ? values[i] : null));
      return new uPlot({
        width: box.clientWidth,
        height: HEIGHT,
        scales: { x: { time: false }, y: { distr: chart.logarithmic ? 3 : 1 } },
        axes: [{ ...axis, space: 40 }, { ...axis, size: 56, values: (_, ticks) => ticks.map((t) => (t == null ? '' : shown(t))) }],
        series: [{ label: 'Epoch' }, ...series],
        cursor: { y: false },
      }, [epochs, ...chart.lines.map((line) => pad(line.values))], box);
    });
  };
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
  addEventListener('resize', () => plots.forEach((plot) => plot.setSize({ width: plot.root.parentElement.clientWidth, height: HEIGHT })));
  draw();
})();
