import { Link } from '@remix-run/react'
import type { AssignmentPage } from '#app/domain/postings/assignment-page.server.ts'
import { postingWays, withdrawalReasons } from '#app/domain/postings/posting.ts'
import { paths } from '#app/http/paths.ts'
import { ChoiceField } from '../choice-field.tsx'
import { Confirm } from '../confirm.tsx'
import { Field } from '../field.tsx'
import { FreeText } from '../free-text.tsx'
import { Notice } from '../notice.tsx'
import { useWords } from '../words.ts'
import { ActForm } from './act-form.tsx'
import { type FormAnswer, useEntries } from './use-entries.ts'

type Props = {
  disbursementId: string
  kind: string
  assignment: AssignmentPage
  answer: FormAnswer | undefined
}

/** Who goes, and what they need to know of the window beside what was approved. */
export function AssignForm({ disbursementId, kind, assignment, answer }: Props) {
  const { t } = useWords()
  const { choices, details, posterId, lacking, elsewhere } = assignment
  const entries = useEntries(answer?.values.intent === 'withdraw' ? undefined : answer)
  const choose = { value: '', label: t('admin:choose') }
  return (
    <>
      {elsewhere && (
        <Notice title={t('window:identity.elsewhere')}>
          <p>{t('window:identity.elsewhere.choose')}</p>
        </Notice>
      )}
      {lacking.length > 0 && (
        <Notice title={t('window:identity.lacking')}>
          <p>{lacking.map((field) => t(`vault:field.${field}`)).join(', ')}</p>
          <Link to={paths.identity(disbursementId)} className="inline-block py-0.5">
            {t('window:identity.enter')}
          </Link>
        </Notice>
      )}
      <ActForm
        action={paths.assignment(disbursementId)}
        refusal={entries.refusal}
        submit={t('window:posting.submit')}
      >
        <input type="hidden" name="intent" value="assign" />
        <ChoiceField
          name="posterId"
          label={t('window:posting.poster')}
          hint={t('window:posting.poster.hint')}
          defaultValue={entries.value('posterId', posterId ?? '')}
          error={entries.error('posterId')}
          required
          choices={[choose, ...choices.map(({ id, name }) => ({ value: id, label: name }))]}
        />
        {kind === 'immigration_bond' && (
          <ChoiceField
            name="way"
            label={t('window:detail.way')}
            defaultValue={entries.value('way', details?.way)}
            error={entries.error('way')}
            required
            choices={[choose, ...postingWays.map((value) => ({ value, label: t(`window:way.${value}`) }))]}
          />
        )}
        <Field
          name="hours"
          label={t('window:detail.hours')}
          hint={t('window:detail.hours.hint')}
          maxLength={200}
          defaultValue={entries.value('hours', details?.hours)}
          error={entries.error('hours')}
          required
        />
        <Field
          name="methods"
          label={t('window:detail.methods')}
          hint={t('window:detail.methods.hint')}
          maxLength={200}
          defaultValue={entries.value('methods', details?.methods)}
          error={entries.error('methods')}
          required
        />
        <FreeText
          name="papers"
          label={t('window:detail.papers')}
          hint={t('window:detail.papers.hint')}
          rows={3}
          maxLength={500}
          defaultValue={entries.value('papers', details?.papers)}
          error={entries.error('papers')}
          required
        />
      </ActForm>
      {posterId && (
        <Confirm ask={t('window:withdrawal.title')}>
          <WithdrawForm disbursementId={disbursementId} answer={answer} />
        </Confirm>
      )}
    </>
  )
}

function WithdrawForm({ disbursementId, answer }: Pick<Props, 'disbursementId' | 'answer'>) {
  const { t } = useWords()
  const entries = useEntries(answer?.values.intent === 'withdraw' ? answer : undefined)
  return (
    <ActForm
      action={paths.assignment(disbursementId)}
      refusal={entries.refusal}
      submit={t('window:withdrawal.submit')}
      tone="refuse"
    >
      <input type="hidden" name="intent" value="withdraw" />
      <ChoiceField
        name="reason"
        label={t('window:withdrawal.reason')}
        defaultValue={entries.value('reason')}
        error={entries.error('reason')}
        required
        choices={[
          { value: '', label: t('admin:choose') },
          ...withdrawalReasons.map((value) => ({ value, label: t(`window:withdrawal.reason.${value}`) })),
        ]}
      />
    </ActForm>
  )
}
