import type { ArmName, Run } from './rounds.ts'
import type { Stage } from './stage.ts'

export type Arm = () => Promise<Run>

/** What a row sets up: the arms, and what must hold after each of them. */
export type Case = {
  /** The least that the machine needs for it; shown for orientation. */
  floor?: Arm
  against: Arm
  ours: Arm
  /** Throws where a fast run was a wrong one. Runs after every arm, outside its time. */
  check(arm: ArmName): Promise<void>
  close?(): Promise<void>
}

export type Row = {
  id: string
  what: string
  unit: string
  /** The least ratio of ours to what it is measured against. */
  bar: number
  open(stage: Stage, options: { quick: boolean }): Promise<Case>
}
