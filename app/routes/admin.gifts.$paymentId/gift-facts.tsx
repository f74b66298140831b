import { DataTable } from '#app/components/data-table.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { Facts } from '#app/components/disbursements/facts.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { useFormAnswer } from '#app/components/form-answer.ts'
import { useWords } from '#app/components/words.ts'
import type { GiftPage } from '#app/domain/gifts/gift-page.server.ts'
import { paths } from '#app/http/paths.ts'

type FactsProps = { page: GiftPage; revealed: string | null; answer: unknown }

/** The gift's figures, and its giver's address once someone asked for it. */
export function GiftFacts({ page, revealed, answer }: FactsProps) {
  const { t } = useWords()
  const { money } = useFormats('UTC')
  const { refusal } = useFormAnswer(answer, 'reveal')
  const covered = page.parts.reduce((sum, part) => sum + part.feeCoverCents, 0n)
  return (
    <section aria-label={t('refunds:gift.facts')} className="grid content-start gap-4">
      <Facts
        facts={[
          {
            key: 'amount',
            label: t('refunds:gifts.amount'),
            value: money(page.amountCents),
            number: true,
          },
          ...(covered > 0n
            ? [{ key: 'cover', label: t('refunds:gift.cover'), value: money(covered), number: true }]
            : []),
          { key: 'fee', label: t('refunds:gift.fee'), value: money(page.feeCents), number: true },
          {
            key: 'net',
            label: t('refunds:gift.net'),
            value: money(page.amountCents - page.feeCents),
            number: true,
          },
          ...(page.refundedCents > 0n
            ? [
                {
                  key: 'back',
                  label: t('refunds:gifts.back'),
                  value: money(page.refundedCents),
                  number: true,
                },
              ]
            : []),
          {
            key: 'left',
            label: t('refunds:gift.left'),
            value: money(page.dispute ? 0n : page.refundableCents),
            number: true,
          },
          ...(page.card
            ? [
                {
                  key: 'card',
                  label: t('refunds:gifts.card'),
                  value: t('refunds:gifts.card.ending', { last4: page.card.last4 }),
                },
              ]
            : []),
          ...(page.email
            ? [{ key: 'address', label: t('refunds:gifts.address'), value: <bdi>{page.email}</bdi> }]
            : []),
          ...(page.chargeId
            ? [
                {
                  key: 'charge',
                  label: t('refunds:gift.charge'),
                  value: <bdi className="wrap-anywhere text-s">{page.chargeId}</bdi>,
                },
              ]
            : []),
        ]}
      />
      {revealed && (
        <p role="status" className="wrap-anywhere font-semibold">
          {t('refunds:gift.address.shown', { email: revealed })}
        </p>
      )}
      {page.may.reveal && !revealed && (
        <ActForm
          action={paths.gift(page.id)}
          refusal={refusal ?? null}
          submit={t('refunds:gift.address.reveal')}
          tone="outline"
        >
          <input type="hidden" name="intent" value="reveal" />
          <p className="text-s text-quiet">{t('refunds:gift.address.why')}</p>
        </ActForm>
      )}
    </section>
  )
}

/** What each fund got, and who bears the fee that Stripe keeps. */
export function GiftParts({ page }: { page: GiftPage }) {
  const { t } = useWords()
  const { money } = useFormats('UTC')
  return (
    <DataTable
      caption={t('refunds:gift.parts')}
      rows={page.parts}
      rowKey={({ fundId }) => fundId}
      columns={[
        {
          key: 'fund',
          header: t('refunds:gift.part.fund'),
          names: true,
          cell: ({ fundName }) => fundName,
        },
        {
          key: 'gift',
          header: t('refunds:gift.part.gift'),
          align: 'end',
          cell: ({ giftCents }) => money(giftCents),
        },
        {
          key: 'cover',
          header: t('refunds:gift.part.cover'),
          align: 'end',
          cell: ({ feeCoverCents }) => money(feeCoverCents),
        },
        {
          key: 'fee',
          header: t('refunds:gift.part.fee'),
          align: 'end',
          cell: ({ feeCents }) => money(feeCents),
        },
        {
          key: 'bearer',
          header: t('refunds:gift.part.paid_by'),
          cell: ({ feesPaidBy }) => t(`refunds:gift.part.paid_by.${feesPaidBy}`),
        },
      ]}
    />
  )
}

export function GiftMails({ mails, timezone }: { mails: GiftPage['mails']; timezone: string }) {
  const { t } = useWords()
  const { minute } = useFormats(timezone)
  return (
    <section aria-labelledby="mails" className="grid gap-2">
      <h2 id="mails" className="text-l">
        {t('refunds:gift.mails')}
      </h2>
      {mails.length === 0 ? (
        <p className="text-quiet">{t('refunds:gift.mails.none')}</p>
      ) : (
        <ul className="grid gap-1">
          {mails.map(({ id, message, state, at }) => (
            <li key={id}>
              {t(`refunds:gift.mail.${message}`)} · {t(`refunds:gift.mail_state.${state}`)}{' '}
              <span className="figures text-s text-quiet">{minute(at)}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

/** The gift in the books, transfer by transfer. */
export function GiftBooks({ page, timezone }: { page: GiftPage; timezone: string }) {
  const { t } = useWords()
  const { money, minute } = useFormats(timezone)
  const fundName = (id: string) => page.parts.find(({ fundId }) => fundId === id)?.fundName
  return (
    <DataTable
      caption={t('refunds:gift.books')}
      rows={page.transfers}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'at',
          header: t('refunds:gifts.day'),
          names: true,
          whole: true,
          cell: ({ at }) => minute(at),
        },
        {
          key: 'fund',
          header: t('refunds:gift.part.fund'),
          cell: ({ fundId }) => fundName(fundId) ?? t('refunds:gift.part.paid_by.operating'),
        },
        {
          key: 'debit',
          header: t('refunds:gift.books.debit'),
          cell: ({ debit }) => t(`records:ledger.${debit}`),
        },
        {
          key: 'credit',
          header: t('refunds:gift.books.credit'),
          cell: ({ credit }) => t(`records:ledger.${credit}`),
        },
        {
          key: 'amount',
          header: t('refunds:gifts.amount'),
          align: 'end',
          cell: ({ amountCents }) => money(amountCents),
        },
      ]}
    />
  )
}
