/** The long suites: `npm run test:crash` and its sisters name the folder. */
import base from './jest.config.mjs';

export default { ...base, testPathIgnorePatterns: ['/node_modules/'] };
