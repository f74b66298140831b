import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { asOwner, useWorld } from '#tests/support/world.ts'

const world = await useWorld()

/** Tables that hang on a donor, a gift or a monthly gift, and are in no file that the donor gets: why not. */
const leftOut: Record<string, string> = {
  card_request: 'that staff asked for a working card stands among the mails',
  checkout_place: 'a place in a line of minutes, gone once the payment page is open',
  checkout_session: 'the payment page of a gift; the gift stands in the file',
  donor_contact_stop: 'why staff leave someone alone may speak of others: a person reads it with the donor',
  donor_erasure: 'of an erased donor there is no file',
  donor_export: 'what staff did is accounted for in the audit',
  donor_merge: 'records that were joined stand side by side in the profile',
  donor_merge_row: 'which gift came by which address stands with the gift',
  donor_note: 'may speak of others: its number is in the file, and a person reads it with the donor',
  donor_reveal: 'what staff did is accounted for in the audit',
  donor_sign_in_link: 'a key that works for minutes',
  failed_try: 'counts against tested cards, under a digest',
  fund_following_step: 'work on a change of the fund; what came of it stands among the wishes',
  gift_answer: 'how the fund answers; the refund stands in the file',
  gift_intent_origin: 'a digest against tested cards, forgotten within days',
  gift_pattern_gift: 'a report on many gifts at once',
  impact_delivery: 'stands among the mails',
  imported_donor: 'stands with the gifts from before',
  imported_donor_key: 'a digest by which a later file knows them again',
  import_row: 'a copy of somebody’s file until it is brought in',
  kept_receipt: 'of an erased donor there is no file',
  mail_resend: 'that a mail was sent again, and by whom; both stand among the mails',
  payment_card: 'a digest against tested cards',
  receipt: 'its number and sum stand with the gift',
  receipt_disclosure: 'what states ask for, the same for everyone',
  receipt_printing: 'that staff printed a paper',
  recurring_donation_version:
    'how a monthly gift is divided stands beside it, and how each payment was, with the gift',
  statement_batch_step: 'work on many statements at once; each stands in the file',
  stripe_request: 'a call to the payment house, without a person',
}

test('whatever table hangs on a donor is in the file that they can take, or left out for a reason', async () => {
  const tables = await asOwner(world.ownerUrl, null, async (owner) => {
    const { rows } = await owner.query<{ name: string }>(
      `select distinct c.conrelid::regclass::text as name from pg_constraint c
        where c.contype = 'f' and c.connamespace = 'public'::regnamespace
          and c.confrelid::regclass::text in ('donor', 'gift_intent', 'payment', 'recurring_donation') order by 1`,
    )
    return rows.map(({ name }) => name)
  })
  const folder = 'app/domain/donor-area/export'
  const read = ['donor-rows', 'donor-texts']
    .map((name) => readFileSync(`${folder}/${name}.server.ts`, 'utf8'))
    .join('\n')
  const inFile = (table: string) => new RegExp(`\\b(?:from|join) ${table}\\b`).test(read)
  expect(tables.filter((table) => !inFile(table) && !(table in leftOut))).toEqual([])
  // And nothing is on the list that is gone, or that the file has by now.
  expect(
    Object.keys(leftOut).filter(
      (table) => !tables.includes(table) || (inFile(table) && table !== 'donor_note'),
    ),
  ).toEqual([])
})
