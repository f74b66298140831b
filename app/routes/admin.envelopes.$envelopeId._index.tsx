import type { LoaderFunctionArgs } from '@remix-run/node'
import { LinkButton } from '#app/components/button.tsx'
import { Confirm } from '#app/components/confirm.tsx'
import { WhyNot } from '#app/components/disbursements/why-not.tsx'
import { EnvelopeApprovalForm } from '#app/components/envelopes/envelope-approval-form.tsx'
import { useEnvelopeFrame } from '#app/components/envelopes/envelope-frame.ts'
import { EnvelopeReasonForm } from '#app/components/envelopes/envelope-reason-form.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { paths } from '#app/http/paths.ts'
import { requireStaff } from '#app/http/require-staff.ts'

export const handle: PageHandle = { words: ['envelope'] }

export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request, 'disbursements:read')
  return null
}

const running = ['approved', 'open', 'frozen', 'closing']

/** Exactly the acts that this person may do now; for the others, why not. */
export default function Acts() {
  const { t } = useWords()
  const { page, factors } = useEnvelopeFrame()
  const { approve, reject, cancel, draw } = page.acts
  const waits = page.stage === 'proposed'
  const isOver = page.stage === 'closing'
  if (!waits && !running.includes(page.stage)) return <p className="text-quiet">{t('envelope:over')}</p>

  return (
    <>
      {!draw && (
        <div className="grid justify-items-start gap-3">
          <p className="measure">{t(isOver ? 'envelope:draw.lead.over' : 'envelope:draw.lead')}</p>
          <LinkButton to={paths.night(page.id)}>
            {t(isOver ? 'envelope:draw.title.over' : 'envelope:draw.title')}
          </LinkButton>
        </div>
      )}
      {waits && !approve && (
        <div className="grid gap-4">
          <h2 className="text-l">{t('envelope:approval.title')}</h2>
          <EnvelopeApprovalForm page={page} factors={factors} />
        </div>
      )}
      <div className="grid justify-items-start gap-4">
        {waits && !reject && (
          <Confirm ask={t('envelope:rejection.title')}>
            <EnvelopeReasonForm act="rejection" envelopeId={page.id} />
          </Confirm>
        )}
        {!cancel && (
          <Confirm ask={t('envelope:cancellation.title')}>
            <EnvelopeReasonForm act="cancellation" envelopeId={page.id} />
          </Confirm>
        )}
      </div>
      <WhyNot
        reasons={[
          waits
            ? { act: t('envelope:approval.title'), why: approve }
            : { act: t('envelope:draw.title'), why: draw },
          { act: t('envelope:cancellation.title'), why: cancel },
        ]}
      />
    </>
  )
}
