/**
 * Prints the header of every block of the made-up ledger: run under each Node, time zone and
 * locale.
 */
import { straightRun } from '../support/straightRun.js';
import { manyEvents } from './manyEvents.js';

const BLOCKS = 200;

const { genesisText, blocks } = manyEvents(BLOCKS);
const { heads } = straightRun(genesisText, blocks);
process.stdout.write(`${heads.map(({ headerText }) => headerText).join('\n')}\n`);
