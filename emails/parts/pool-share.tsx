import { Block } from './block.tsx'
import { Facts } from './facts.tsx'
import { Figure } from './figure.tsx'
import { Paragraph } from './paragraph.tsx'
import type { Reader } from './reader.ts'
import { ShareBar } from './share-bar.tsx'

/** A donor's part of the pool as of one publication close. Cents as text; never a person, never a fraction of one. */
export type PoolShareProps = {
  giftsCents: string
  /** People who went home since the donor's period, or null while the group is below k. */
  people: number | null
  postedShareCents: string
  outShareCents: string
  bankShareCents: string
  lostShareCents: string
  /** The day of the close: a date, or an instant shown in the organization's zone. */
  asOf: string
}

type Props = { reader: Reader; share: PoolShareProps; timeZone: string }

/** What the pool did with the reader's gifts, in whole dollars. */
export function PoolShare({ reader, share, timeZone }: Props) {
  const { t, wholeMoney, day } = reader
  const { people, outShareCents, bankShareCents, lostShareCents } = share
  const moreThanGiven = BigInt(share.postedShareCents) > BigInt(share.giftsCents)
  return (
    <Block
      reader={reader}
      title={t('mail:share.title')}
      paragraphs={[t('mail:share.lead', { amount: wholeMoney(share.giftsCents) })]}
    >
      {people === null ? (
        <Paragraph>{t('mail:share.people.few')}</Paragraph>
      ) : (
        <Figure
          reader={reader}
          value={t('mail:share.people', { count: people })}
          caption={t('mail:share.people.caption', { count: people })}
        />
      )}
      <Figure
        reader={reader}
        value={wholeMoney(share.postedShareCents)}
        caption={moreThanGiven ? t('mail:share.posted.more') : t('mail:share.posted.caption')}
      />
      <ShareBar
        reader={reader}
        outCents={outShareCents}
        bankCents={bankShareCents}
        lostCents={lostShareCents}
      />
      <Facts
        reader={reader}
        caption={t('mail:share.today')}
        facts={[
          { label: t('mail:share.out'), value: wholeMoney(outShareCents), part: 'out' },
          { label: t('mail:share.bank'), value: wholeMoney(bankShareCents), part: 'bank' },
          { label: t('mail:share.lost'), value: wholeMoney(lostShareCents), part: 'lost' },
        ]}
      />
      <Paragraph quiet>{t('mail:share.not_paid_back', { date: day(share.asOf, timeZone) })}</Paragraph>
    </Block>
  )
}
