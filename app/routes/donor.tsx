import type { LoaderFunctionArgs } from '@remix-run/node'
import { Outlet, useLoaderData } from '@remix-run/react'
import { type DonorFacts, DonorFrame } from '#app/components/donor/donor-frame.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { noStore } from '#app/http/no-store.ts'
import { requireDonor } from '#app/http/require-donor.ts'

export const handle: PageHandle = {
  hydrate: true,
  words: ['donor', 'public', 'errors', 'give'],
  title: (t) => t('donor:title'),
}

export const headers = noStore

/** Only what the frame shows. It protects nothing: every page inside asks for itself who is there. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { email } = await requireDonor(request)
  const { name, timezone } = await organization()
  const { language, mode } = context
  return { email, language, timezone, organization: name, demonstration: mode === 'demonstration' }
}

export default function DonorPages() {
  const { email, language, timezone, organization, demonstration } = useLoaderData<typeof loader>()
  return (
    <DonorFrame {...{ email, language, organization, demonstration }}>
      <Outlet context={{ language, timezone, organization } satisfies DonorFacts} />
    </DonorFrame>
  )
}
