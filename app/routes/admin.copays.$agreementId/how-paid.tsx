import { useState } from 'react'
import { LargeCashNotice } from '#app/components/cash/large-cash-notice.tsx'
import { ChoiceField } from '#app/components/choice-field.tsx'
import { Field } from '#app/components/field.tsx'
import type { FormAnswer } from '#app/components/form-answer.ts'
import { useWords } from '#app/components/words.ts'
import { isLargeCash } from '#app/domain/cash/large-cash.ts'
import { payoutMethods } from '#app/domain/copays/copay.ts'

type Props = {
  payout: { id: string; amount: bigint }
  /** Cents of cash that came out of the bank within a day. */
  drawnCents: bigint
  paying: Omit<FormAnswer, 'ticksOf'>
}

/** By what a family is paid out; says as soon as it is cash that this, with what else was drawn within a day, is large. */
export function HowPaid({ payout, drawnCents, paying }: Props) {
  const { t } = useWords()
  const [method, setMethod] = useState(paying.valueOf('method') ?? '')
  const together = payout.amount + drawnCents
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <ChoiceField
          id={`method-${payout.id}`}
          name="method"
          label={t('copay:pay.method')}
          defaultValue={method}
          onChange={(event) => setMethod(event.currentTarget.value)}
          error={paying.errorOf('method')}
          required
          choices={[
            { value: '', label: t('admin:choose') },
            ...payoutMethods.map((value) => ({ value, label: t(`admin:method.${value}`) })),
          ]}
        />
        <Field
          id={`reference-${payout.id}`}
          name="reference"
          label={t('copay:receipts.reference')}
          maxLength={60}
          defaultValue={paying.valueOf('reference')}
          error={paying.errorOf('reference')}
          required
        />
      </div>
      <div aria-live="polite">
        {method === 'cash' && isLargeCash(together) && <LargeCashNotice cents={together} />}
      </div>
    </>
  )
}
