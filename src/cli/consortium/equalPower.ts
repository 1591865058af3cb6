/**
 * Voting power of a validator where all have the same. Not 1: CometBFT takes a validator with a
 * third of all power, rounded down, for one that the others wait for, and lets it fetch no blocks
 * when it comes back (localNodeBlocksTheChain in its blocksync/reactor.go). A third of 4 is 1, so
 * each of four would learn what it has missed vote by vote, and say meanwhile that it is level.
 */
export const EQUAL_POWER = 10;
