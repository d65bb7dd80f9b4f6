// Test files that start a whole stack take minutes, most others seconds: begun first, none of them is waited for alone at the end.
const { default: Sequencer } = require('@jest/test-sequencer');

/** By how long they take, roughly; what Jest knows of earlier runs, or else size, decides among the like. */
const ORDER = ['browser', 'e2e', 'tw', 'console', 'stripe', 'pg', 'fast'];

const placeOf = ({ context }) => ORDER.indexOf(context.config.displayName.name);

module.exports = class extends Sequencer {
  sort(tests) {
    return super.sort(tests).sort((one, other) => placeOf(one) - placeOf(other));
  }
};
