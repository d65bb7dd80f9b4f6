/**
 * Comfort for payers whose browser runs scripts; the page works without. It groups digits, checks the fields before
 * sending, and keeps a second press of the button from sending twice. The server checks everything again.
 */
export const SCRIPT = `
'use strict';
const form = document.querySelector('form[data-card]');
if (form) {
  const field = (name) => form.elements.namedItem(name);
  const number = field('number'), expiry = field('expiry'), code = field('securityCode');
  const digits = (input) => input.value.replace(/\\D/g, '');
  const luhn = (text) => [...text].reverse().reduce((sum, char, place) => {
    const value = place % 2 ? char * 2 : +char;
    return sum + (value > 9 ? value - 9 : value);
  }, 0) % 10 === 0;
  const checks = {
    number: () => /^\\d{12,19}$/.test(digits(number)) && luhn(digits(number))
      ? '' : 'This card number is not valid. Check each digit.',
    expiry: () => {
      const match = /^(0?[1-9]|1[0-2])\\s*\\/\\s*(?:20)?(\\d\\d)$/.exec(expiry.value.trim());
      if (!match) return 'Give the expiry date as MM/YY.';
      const now = new Date(), past = (2000 + +match[2]) * 12 + +match[1] < now.getFullYear() * 12 + now.getMonth() + 1;
      return past ? 'This card has expired.' : '';
    },
    securityCode: () => {
      const length = /^3[47]/.test(digits(number)) ? 4 : 3;
      return digits(code).length === length ? '' : 'The security code has ' + length + ' digits.';
    },
  };
  const show = (name) => {
    const message = checks[name](), input = field(name);
    document.getElementById(name + '-error').textContent = message;
    if (message) input.setAttribute('aria-invalid', 'true'); else input.removeAttribute('aria-invalid');
    return message === '';
  };
  const retype = (input, format) => input.addEventListener('input', () => {
    if (input.selectionStart === input.value.length) input.value = format(digits(input), input.value);
  });
  retype(number, (text) => text.slice(0, 19).replace(/(\\d{4})(?=\\d)/g, '$1 '));
  retype(expiry, (text, typed) => typed.endsWith('/') || text.length < 3 ? typed
    : text.slice(0, 2) + ' / ' + text.slice(2, 4));
  for (const name of Object.keys(checks)) {
    field(name).addEventListener('blur', () => { if (field(name).value) show(name); });
  }
  let sent = false;
  form.addEventListener('submit', (event) => {
    const button = event.submitter;
    if (sent) return event.preventDefault();
    if (button && button.value === 'cancel') return;
    const wrong = Object.keys(checks).filter((name) => !show(name));
    if (wrong.length > 0) { event.preventDefault(); field(wrong[0]).focus(); return; }
    sent = true;
    if (button) { button.setAttribute('aria-disabled', 'true'); button.textContent = 'Paying…'; }
  });
  window.addEventListener('pageshow', (event) => { if (event.persisted) location.reload(); });
}
`;
