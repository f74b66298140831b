import { ChoiceField } from '#app/components/choice-field.tsx'
import { Confirm } from '#app/components/confirm.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { type FormAnswer, useEntries } from '#app/components/disbursements/use-entries.ts'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { Field } from '#app/components/field.tsx'
import { Notice } from '#app/components/notice.tsx'
import { Timeline } from '#app/components/timeline.tsx'
import { useWords } from '#app/components/words.ts'
import type { mailboxes } from '#app/domain/mailbox/mailboxes.server.ts'
import { paths } from '#app/http/paths.ts'

type Fund = Awaited<ReturnType<typeof mailboxes>>[number]
type Props = { fund: Fund; answer: FormAnswer | undefined; timezone: string }

/** One fund's mailbox: where it is, who opens it, and when it was opened. */
export function FundMailbox({ fund, answer, timezone }: Props) {
  const { t } = useWords()
  const { minute, day } = useFormats(timezone)
  const { box, readers, checks } = fund
  const of = (intent: string) => (answer?.values.intent === intent ? answer : undefined)
  return (
    <section aria-labelledby={`fund-${fund.fundId}`} className="grid gap-4 border-t border-hairline pt-4">
      <h2 id={`fund-${fund.fundId}`} className="text-xl">
        {fund.fundName}
      </h2>
      {box ? (
        <p className="whitespace-pre-wrap">{box.address}</p>
      ) : (
        <Notice>{t('papers:mailbox.none')}</Notice>
      )}
      {box && (
        <p>
          {readers.length > 0
            ? t('papers:mailbox.readers', { names: readers.join(', ') })
            : t('papers:mailbox.nobody')}
        </p>
      )}
      {box && readers.length < 2 && (
        <Notice tone="refusal" title={t('papers:mailbox.gap.title')}>
          {t('papers:mailbox.gap')}
        </Notice>
      )}
      {fund.overdue && box && (
        <Notice tone="refusal" title={t('papers:mailbox.overdue.title')}>
          {t('papers:mailbox.overdue', { date: day(box.since) })}
        </Notice>
      )}
      {fund.mayCheck && <CheckForm fundId={fund.fundId} answer={of('check')} />}
      {checks.length > 0 && (
        <Timeline
          steps={checks.map(({ id, courtLetters, iceLetters, by, at }) => ({
            key: String(id),
            title: t('papers:mailbox.came', { court: courtLetters, ice: iceLetters }),
            when: t('admin:by_at', { name: by, date: minute(at) }),
          }))}
        />
      )}
      {fund.maySet &&
        (box && !of('set') ? (
          <Confirm ask={t('papers:mailbox.change')} tone="outline">
            <SetForm fund={fund} answer={undefined} />
          </Confirm>
        ) : (
          <SetForm fund={fund} answer={of('set')} />
        ))}
    </section>
  )
}

function CheckForm({ fundId, answer }: { fundId: string; answer: FormAnswer | undefined }) {
  const { t } = useWords()
  const entries = useEntries(answer)
  return (
    <ActForm action={paths.mailbox()} refusal={entries.refusal} submit={t('papers:mailbox.check')}>
      <input type="hidden" name="intent" value="check" />
      <input type="hidden" name="fundId" value={fundId} />
      <div className="grid gap-4 sm:grid-cols-2">
        {(['courtLetters', 'iceLetters'] as const).map((name) => (
          <Field
            key={name}
            id={`${name}-${fundId}`}
            name={name}
            inputMode="numeric"
            label={t(`papers:mailbox.${name}`)}
            defaultValue={entries.value(name, '0')}
            error={entries.error(name)}
            required
          />
        ))}
      </div>
    </ActForm>
  )
}

function SetForm({ fund, answer }: { fund: Fund; answer: FormAnswer | undefined }) {
  const { t } = useWords()
  const entries = useEntries(answer)
  const reader = (name: 'firstReader' | 'otherReader') => (
    <ChoiceField
      id={`${name}-${fund.fundId}`}
      name={name}
      label={t(`papers:mailbox.${name}`)}
      defaultValue={entries.value(name, fund.box?.[name] ?? '')}
      error={entries.error(name)}
      required
      choices={[
        { value: '', label: t('admin:choose') },
        ...fund.people.map(({ id, name: label }) => ({ value: id, label })),
      ]}
    />
  )
  return (
    <ActForm action={paths.mailbox()} refusal={entries.refusal} submit={t('papers:mailbox.set')}>
      <input type="hidden" name="intent" value="set" />
      <input type="hidden" name="fundId" value={fund.fundId} />
      <Field
        id={`address-${fund.fundId}`}
        name="address"
        label={t('papers:mailbox.address')}
        hint={t('papers:mailbox.address.hint')}
        defaultValue={entries.value('address', fund.box?.address ?? '')}
        error={entries.error('address')}
        maxLength={300}
        required
      />
      <div className="grid gap-4 sm:grid-cols-2">
        {reader('firstReader')}
        {reader('otherReader')}
      </div>
    </ActForm>
  )
}
