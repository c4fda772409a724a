// Elements, made and changed as text: nothing that comes from elsewhere is ever read as HTML.

const SVG = 'http://www.w3.org/2000/svg';

/** An element. Properties that begin with "on" are listeners, `class` and `data-…` are attributes; null ones are left out. */
export function element(name, properties = {}, ...children) {
  return fill(document.createElement(name), properties, children);
}

/** An element of SVG. */
export function svg(name, properties = {}, ...children) {
  return fill(document.createElementNS(SVG, name), properties, children);
}

function fill(node, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) {
      continue;
    }
    if (name.startsWith('on')) {
      node.addEventListener(name.slice(2), value);
    } else {
      node.setAttribute(name, value === true ? '' : value);
    }
  }
  node.append(...children.flat().filter(child => child !== null && child !== undefined));
  return node;
}

export const byId = id => document.getElementById(id);

/** Changes a text only where it differs, so that screen readers and selections are left in peace. */
export function setText(node, text) {
  if (node.textContent !== text) {
    node.textContent = text;
  }
}

export function setAttribute(node, name, value) {
  if (value === null) {
    node.removeAttribute(name);
  } else if (node.getAttribute(name) !== value) {
    node.setAttribute(name, value);
  }
}

/**
 * Makes a list's elements those of its items, in their order: each item keeps its element.
 *
 * @param make (item) makes the element of a new item
 * @param update (element, item) is called for all of them
 */
export function keep(list, items, key, make, update) {
  const present = new Map(Array.from(list.children, child => [child.dataset.key, child]));
  items.forEach((item, index) => {
    const name = String(key(item));
    let child = present.get(name);
    present.delete(name);
    if (!child) {
      child = make(item);
      child.dataset.key = name;
    }
    if (list.children[index] !== child) {
      list.insertBefore(child, list.children[index] ?? null);
    }
    update(child, item);
  });
  present.forEach(child => child.remove());
}

const FOCUSABLE = 'button, summary, [tabindex]';

/** Shows new children in a node, unless somebody is copying from it; what has the focus there keeps it. */
export function renew(node, children) {
  const selection = document.getSelection();
  if (selection !== null && !selection.isCollapsed && selection.containsNode(node, true)) {
    return;
  }
  const focused = Array.from(node.querySelectorAll(FOCUSABLE)).indexOf(document.activeElement);
  node.replaceChildren(...children);
  if (focused >= 0) {
    node.querySelectorAll(FOCUSABLE)[focused]?.focus({preventScroll: true});
  }
}

/** Which of the details in a node are open, by their names. */
export const openedIn = node => new Set(Array.from(node.querySelectorAll('details[open]'), each => each.dataset.name));

/** Says something to those who hear this page. */
export function say(text) {
  byId('said').textContent = '';
  byId('said').textContent = text;
}

/** A button that copies a text, and says so. */
export function copyButton(label, text) {
  const button = element('button', {type: 'button', class: 'small', onclick: async () => {
    try {
      await navigator.clipboard.writeText(text());
      note('Copied');
    } catch {
      // Without TLS, browsers have no clipboard: the text is shown, to be copied by hand.
      window.prompt('To copy:', text());
    }
  }}, label);
  function note(done) {
    button.textContent = done;
    say(done);
    setTimeout(() => { button.textContent = label; }, 2000);
  }
  return button;
}

/** A table; a cell is a text or an element, and a number's cell is aligned as numbers are. */
export function table(caption, head, rows) {
  return element('div', {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': caption},
    element('table', {},
      element('caption', {}, caption),
      element('thead', {}, element('tr', {}, head.map(text => element('th', {scope: 'col'}, text)))),
      element('tbody', {}, rows.map(cells => element('tr', {}, cells.map((cell, index) =>
        index === 0
          ? element('th', {scope: 'row'}, cell)
          : element('td', {class: typeof cell === 'string' && /^[\d–]/.test(cell) ? 'number' : null}, cell)))))));
}
