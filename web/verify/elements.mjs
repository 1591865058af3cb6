/** Parts that the page is made of. Text only ever becomes text nodes. */

export const byId = (id) => document.getElementById(id);

/** `<tag class>children</tag>`; strings become text. */
export function element(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className !== '') made.className = className;
  if (className === 'en') made.lang = 'en';
  made.append(...children);
  return made;
}

const STATUS_ZH = {
  PASS: '通过',
  FAIL: '不通过',
  'NOT PROVEN': '未证明',
  'NOT CHECKED': '未核验',
};

export function mark(status) {
  const text = `${STATUS_ZH[status]} ${status}`;
  return element('span', `mark ${status.replace(' ', '-')}`, text);
}
