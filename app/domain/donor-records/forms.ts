import { z } from 'zod'
import { isoDayField, linesField } from '#app/domain/disbursements/fields.ts'
import { exportFormats } from '#app/domain/donor-area/export/export-format.ts'
import { liftReasons } from '#app/domain/mail/mending.ts'
import { proofFields } from '#app/domain/staff/step-up/proof.ts'
import { DonorSearchForm } from './donor-search.ts'
import {
  contactAgainReasons,
  contactStopReasons,
  donorRevealReasons,
  noteEndReasons,
  stoppable,
} from './reasons.ts'

/** A day, or nothing typed for no end. */
const optionalDay = z.union([z.literal(''), isoDayField]).transform((typed) => typed || null)

/** The forms of a donor's page; `intent` says which. */
export const DonorActForm = z.discriminatedUnion('intent', [
  z.strictObject({ intent: z.literal('reveal'), reason: z.enum(donorRevealReasons, 'required') }),
  z.strictObject({ intent: z.literal('note'), text: linesField(1000) }),
  z.strictObject({
    intent: z.literal('end_note'),
    noteId: z.uuid(),
    reason: z.enum(noteEndReasons, 'required'),
  }),
  z.strictObject({
    intent: z.literal('stop'),
    about: z.enum(stoppable, 'required'),
    reason: z.enum(contactStopReasons, 'required'),
    until: optionalDay,
  }),
  z.strictObject({
    intent: z.literal('end_stop'),
    stopId: z.uuid(),
    reason: z.enum(contactAgainReasons, 'required'),
  }),
  z.strictObject({
    intent: z.literal('lift'),
    suppressionId: z.uuid(),
    reason: z.enum(liftReasons, 'required'),
  }),
  z.strictObject({ intent: z.literal('undo_merge'), mergeId: z.uuid(), ...proofFields }),
])

/** The forms of the page that joins two records. */
export const MergeForm = z.discriminatedUnion('intent', [
  DonorSearchForm.extend({ intent: z.literal('find') }).strict(),
  z.strictObject({ intent: z.literal('merge'), mergedId: z.uuid(), ...proofFields }),
])

export const DonorExportForm = z.strictObject({ format: z.enum(exportFormats, 'required'), ...proofFields })
