export type KillSwitchPosition = 'ACTIVE' | 'SUSPENDED' | 'LOCKED';

/** The kill switch as of now, from memory: the guard asks it on every request. */
export abstract class KillSwitchState {
  abstract state(): KillSwitchPosition;
}
