// Measures the report in every frame: does it fit, can its text be read (WCAG 2.2, 1.4.3), does drawn text stay inside.
const MIN_CONTRAST = 4.5;

function colour(text) {
  const [r, g, b, a] = text.match(/[\d.]+/g).map(Number);
  const scale = text.startsWith('color(srgb') ? 255 : 1;
  return { r: r * scale, g: g * scale, b: b * scale, a: a === undefined ? 1 : a };
}

function over(top, bottom, alpha) {
  const mix = (one, other) => one * alpha + other * (1 - alpha);
  return { r: mix(top.r, bottom.r), g: mix(top.g, bottom.g), b: mix(top.b, bottom.b), a: 1 };
}

function luminance({ r, g, b }) {
  const linear = (v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4);
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
}

function contrast(one, other) {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

function background(element, style) {
  if (!element) return { r: 255, g: 255, b: 255, a: 1 };
  const c = colour(style(element).backgroundColor);
  return c.a === 1 ? c : over(c, background(element.parentElement, style), c.a);
}

/** The box that drawn text stands in, if it stands in one. */
function tileOf(text) {
  return text.parentElement.tagName === 'g' ? text.parentElement.querySelector(':scope > rect') : null;
}

/** What is behind drawn text: the page, and the rectangle of the same group. */
function behind(text, style) {
  const page = background(text, style);
  const tile = tileOf(text);
  if (!tile) return page;
  const fill = colour(style(tile).fill);
  return over(fill, page, fill.a * Number(style(tile).fillOpacity));
}

function measure(frame) {
  const page = frame.contentDocument;
  const style = (e) => frame.contentWindow.getComputedStyle(e);
  const root = page.documentElement;
  page.querySelectorAll('details').forEach((d) => { d.open = true; });
  const unreadable = new Set();
  const outside = new Set();
  const note = (element, front, back) => {
    const ratio = contrast(front, back);
    if (ratio < MIN_CONTRAST) unreadable.add(`${element.tagName}.${element.className.baseVal ?? element.className}: ${ratio.toFixed(2)}`);
  };
  const walker = page.createTreeWalker(page.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (walker.currentNode.data.trim() && !element.closest('svg')) note(element, colour(style(element).color), background(element, style));
  }
  page.querySelectorAll('svg text').forEach((text) => {
    note(text, colour(style(text).fill), behind(text, style));
    const tile = tileOf(text);
    const limit = (tile || text.closest('svg')).getBoundingClientRect();
    const box = text.getBoundingClientRect();
    const slack = 1;
    if (box.left < limit.left - slack || box.right > limit.right + slack || box.top < limit.top - slack || box.bottom > limit.bottom + slack) {
      outside.add(`${text.closest('svg').getAttribute('class')}: ${text.textContent}`);
    }
  });
  return {
    scrollWidth: root.scrollWidth,
    clientWidth: root.clientWidth,
    dark: luminance(background(page.body, style)) < 0.1,
    drawings: [...page.querySelectorAll('svg, .uplot, table.matrix')].filter((one) => one.getBoundingClientRect().width > 0).length,
    plots: page.querySelectorAll('.uplot canvas').length,
    unreadable: [...unreadable],
    outside: [...outside],
  };
}

window.addEventListener('load', () => {
  const measured = [...document.querySelectorAll('iframe')].map(measure);
  document.getElementById('measured').textContent = JSON.stringify(measured);
});
