// For commands with hardly an option: says how one is used, before anything is prepared or played.

/**
 * Ends the process where help is asked for, or an option is not one of those.
 * @param {string} usage what to say
 * @param {string[]} options those that there are
 */
export function usageOf(usage, options = []) {
  const given = process.argv.slice(2).filter((one) => one.startsWith('-'));
  if (given.some((one) => one === '--help' || one === '-h')) {
    console.log(usage);
    process.exit(0);
  }
  const unknown = given.find((one) => !options.includes(one));
  if (unknown === undefined) return;
  console.error(`error: unknown option '${unknown}'\n${usage}`);
  process.exit(2);
}
