import type { LoaderFunctionArgs } from '@remix-run/node'
import { LinkButton } from '#app/components/button.tsx'
import { Confirm } from '#app/components/confirm.tsx'
import { Notice } from '#app/components/notice.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { AddCase } from '#app/components/requests/add-case.tsx'
import { Calls } from '#app/components/requests/calls.tsx'
import { ContactForm } from '#app/components/requests/contact-form.tsx'
import { KnownAlready } from '#app/components/requests/known-already.tsx'
import { MoveForm } from '#app/components/requests/move-form.tsx'
import { Pathways } from '#app/components/requests/pathways.tsx'
import { useRequestFrame } from '#app/components/requests/request-frame.ts'
import { ScreeningForm } from '#app/components/requests/screening-form.tsx'
import { useWords } from '#app/components/words.ts'
import { movesFrom } from '#app/domain/requests/request.ts'
import { paths } from '#app/http/paths.ts'
import { requireStaff } from '#app/http/require-staff.ts'

export const handle: PageHandle = { words: ['intake'] }

export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request, 'requests:read')
  return null
}

/** The calls that wait, and the moves that are possible now. */
export default function Acts() {
  const { t } = useWords()
  const frame = useRequestFrame()
  const { page } = frame
  const isOver = movesFrom(page.state).length === 0 || page.erasedAt !== null
  return (
    <>
      <Calls {...frame} />
      {isOver && <p className="text-quiet">{t('intake:request.over')}</p>}
      {!isOver && page.isOwnRecommendation && <Notice>{t('intake:request.own_recommendation')}</Notice>}
      {!isOver && page.moves.length === 0 && (
        <p className="text-quiet">{t('intake:request.nothing_for_you')}</p>
      )}
      <div className="grid justify-items-start gap-4">
        {page.mayPropose && page.caseCodes[0] && (
          <LinkButton to={paths.newDisbursementFor(page.caseCodes[0])}>
            {t('intake:request.propose')}
          </LinkButton>
        )}
        {page.mayScreen && (
          <Confirm
            ask={t(page.screening ? 'intake:screening.again' : 'intake:screening.title')}
            tone="outline"
          >
            <ScreeningForm page={page} />
          </Confirm>
        )}
        {page.mayCorrect && (
          <Confirm ask={t('intake:contact.title')} tone="outline">
            <ContactForm page={page} />
          </Confirm>
        )}
        {page.moves.map((to) => (
          <Confirm key={to} ask={t(`intake:move.${to}`)} tone={to === 'declined' ? 'refuse' : 'outline'}>
            <MoveForm page={page} to={to} />
          </Confirm>
        ))}
      </div>
      {(page.state === 'no_bond_available' || page.pathways.length > 0) && <Pathways page={page} />}
      {!page.erasedAt && <AddCase page={page} />}
      {page.mayAddCase && <KnownAlready page={page} />}
    </>
  )
}
