import { basename } from 'node:path'
import { expect } from 'vitest'
import { png } from '#tests/domain/documents/given-files.ts'
import type { App } from '#tests/support/app.ts'
import { entryOf, visitorTo } from '#tests/support/visitor.ts'
import { family, type Office, refuses, rowOf, tookIt } from './rooms.ts'

/** A family asks by the public form, one screen at a time, first with a number that is none. */
export async function familyAsks(app: App): Promise<string> {
  const { get, post } = visitorTo(app.url)
  const path = '/get-help/bail'
  const screens: Record<string, string>[] = [
    { askedBy: 'family', askerName: family.signer },
    { phone: `${family.signer} ${family.phone}` },
    { phone: family.phone },
    { voicemail: 'yes' },
    { language: 'Plumwhistle Spanish' },
    { personName: family.name },
    { place: family.facility },
    { personKnows: 'yes' },
  ]
  let html = await (await get(path)).text()
  for (const fields of screens) {
    const hidden = { screen: entryOf(html, 'screen') ?? '', kept: entryOf(html, 'kept') ?? '' }
    html = await (await post(path, { ...hidden, website: '', go: 'next', ...fields })).text()
  }
  const { id } = await rowOf((tx) => tx.helpRequest.findFirstOrThrow({ orderBy: { recordedAt: 'desc' } }))
  return `/admin/requests/${id}`
}

/** Calls, another way home and the decision: all of it codes, whatever someone tries to write there. */
export async function requestIsWorked({ intake, approver }: Office, request: string): Promise<void> {
  const words = `${family.signer} ${family.phone}`
  const calls = await rowOf((tx) => tx.callTask.findMany({ where: { requestId: basename(request) } }))
  const callId = calls[0]?.id ?? ''
  await refuses(intake, `${request}/call`, { callId, outcome: words })
  await refuses(intake, `${request}/call`, { callId, outcome: 'reached', note: words })
  await intake.did(`${request}/call`, { callId, outcome: 'no_answer' })
  // A step that has no reasons keeps none.
  await refuses(intake, `${request}/step`, { to: 'screening', note: words })
  await intake.did(`${request}/step`, { to: 'screening', reason: words })
  await intake.did(`${request}/step`, { to: 'no_bond_available', reason: 'other_hold' })

  const pathway = `${request}/pathway`
  await refuses(intake, pathway, { intent: 'open', kind: words })
  await intake.did(pathway, { intent: 'open', kind: 'hold_lifted' })
  const { id: pathwayId } = await rowOf((tx) => tx.requestPathway.findFirstOrThrow())
  await refuses(intake, pathway, { intent: 'step', pathwayId, step: family.name })
  await intake.did(pathway, { intent: 'step', pathwayId, step: 'hold_cleared' })
  await paperIsPut(intake, `${request}/pathways/${pathwayId}`)
  await refuses(intake, pathway, { intent: 'end', pathwayId, outcome: words })
  // Which brings the request back into screening by itself.
  await intake.did(pathway, { intent: 'end', pathwayId, outcome: 'bond_set' })

  await refuses(intake, `${request}/screening`, { other_hold: words })
  await intake.did(`${request}/screening`, {
    ...{ other_hold: 'no', detainer: 'no', stay_or_appeal: 'no', released_if_posted: 'yes' },
    ...{ monitoring_slot: 'no', ride_needed: 'yes' },
  })
  await intake.did(`${request}/step`, { to: 'recommended' })
  await refuses(approver, `${request}/decision`, { to: 'declined', reason: words })
  await approver.did(`${request}/decision`, { to: 'approved' })
  await intake.did(`${request}/case`, {})
  await intake.see('/admin/requests')
}

/** A paper with their name on it, in a file that is called after them; its step is a code. */
async function paperIsPut(intake: Office['intake'], way: string): Promise<void> {
  const paper = (step: string) => {
    const form = new FormData()
    for (const [name, value] of Object.entries({ kind: 'other', step })) form.set(name, value)
    const page = Buffer.concat([png(), Buffer.from(family.name)])
    form.set('file', new Blob([new Uint8Array(page)], { type: 'image/png' }), `${family.name}.png`)
    return intake.send(way, form)
  }
  const refused = await paper(family.name)
  if (refused.status !== 409 && refused.status !== 422) tookIt.push(`${refused.status} paper of a way`)
  expect((await paper('hold_cleared')).status).toBe(303)
  await intake.see(way)
}
