import type { Drawing, StructureElement } from './drawing.ts'
import type { Paper } from './paper.ts'
import type { TypeSetter } from './type-setter.ts'

/** A document while it is written: where on the page, and where in the structure. */
export type Sheet = {
  doc: Drawing
  paper: Paper
  setter: TypeSetter
  root: StructureElement
  /** Points from the page's top to what comes next. */
  y: number
}
