/** The refusal codes of captures and their tools. docs/refusals.md explains each. */
export const CAPTURE_REFUSALS = {
  TOOL_EXISTS: { meaning: 'a tool of this build is, or was, registered' },
  TOOL_UNKNOWN: { meaning: 'no tool of this build is registered' },
  TOOL_WITHDRAWN: { meaning: 'the tool’s build has been withdrawn' },
  TOOL_NOT_FOR_PROFILE: { meaning: 'the tool is not registered for the capture’s profile' },
  BEACON_UNKNOWN: { meaning: 'no block of this ledger ended at the beacon’s size' },
  BEACON_MISMATCH: { meaning: 'the beacon’s root or header hash is not that of this ledger' },
  BEACON_OLD: { meaning: 'the beacon is older than a capture’s lower time bound may be' },
  NOT_COLLECTOR: { meaning: 'the actor is not one of the capture’s collectors' },
  COLLECTORS_TOO_FEW: { meaning: 'the profile asks for more collectors' },
  COSIGNED_BEFORE: { meaning: 'the collector has signed for the capture before' },
  CAPTURE_UNKNOWN: { meaning: 'no capture of this id was opened' },
  CAPTURE_STATUS: { meaning: 'the capture is not at a point where the step can be taken' },
  ARTEFACT_OUT_OF_SEQUENCE: { meaning: 'the artefacts do not continue the capture’s numbers' },
  ARTEFACTS_TOO_MANY: { meaning: 'the capture has more artefacts than a batch may have items' },
  SEAL_CLASS: { meaning: 'the capture can be sealed only as uncontrolled' },
} as const;
