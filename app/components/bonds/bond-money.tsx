import type { BondPage } from '#app/domain/bonds/reads/bond-page.server.ts'
import { Facts } from '../disbursements/facts.tsx'
import { useFormats } from '../disbursements/use-formats.ts'
import { useWords } from '../words.ts'

/** Where every dollar of the bond is: the parts add up to what was posted. */
export function BondMoney({ page, timezone }: { page: BondPage; timezone: string }) {
  const { t } = useWords()
  const { money } = useFormats(timezone)
  const parts = ['posted', 'deposited', 'due', 'returned', 'kept', 'lost'] as const
  return (
    <Facts
      facts={[
        ...parts
          .filter((part) => part === 'posted' || page.money[part] !== 0n)
          .map((part) => ({
            key: part,
            label: t(`admin:bond.money.${part}`),
            value: part === 'posted' ? <strong>{money(page.money.posted)}</strong> : money(page.money[part]),
            number: true,
          })),
        ...(page.money.recovered > 0n
          ? [
              {
                key: 'recovered',
                label: t('recovery:money.recovered'),
                value: money(page.money.recovered),
                number: true,
              },
            ]
          : []),
        ...(page.money.interestAtMost
          ? [
              {
                key: 'interest_at_most',
                label: t('recovery:interest.at_most'),
                value: money(page.money.interestAtMost),
                number: true,
              },
            ]
          : []),
        ...(page.money.interest > 0n
          ? [
              {
                key: 'interest',
                label: t('admin:bond.money.interest'),
                value: money(page.money.interest),
                number: true,
              },
            ]
          : []),
      ]}
    />
  )
}
