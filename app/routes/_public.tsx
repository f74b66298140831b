import type { LoaderFunctionArgs } from '@remix-run/node'
import { Outlet, useLoaderData } from '@remix-run/react'
import { Footer } from '#app/components/footer.tsx'
import { Header } from '#app/components/header.tsx'
import type { PublicFrame } from '#app/components/public-frame.ts'
import { saysHowToAsk } from '#app/domain/intake/intake-funds.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'

export async function loader({ context }: LoaderFunctionArgs) {
  const { language, mode, pathname } = context
  const [known, says] = await Promise.all([organization(), saysHowToAsk()])
  return { organization: known, saysHowToAsk: says, language, mode, pathname }
}

export default function PublicPages() {
  const { organization, saysHowToAsk, language, mode, pathname } = useLoaderData<typeof loader>()
  const { name, phone, statementDescriptor, timezone } = organization
  return (
    <>
      <Header
        name={name}
        language={language}
        pathname={pathname}
        demonstration={mode === 'demonstration'}
        saysHowToAsk={saysHowToAsk}
      />
      <Outlet context={{ language, timezone, name, phone, statementDescriptor } satisfies PublicFrame} />
      <Footer organization={organization} language={language} />
    </>
  )
}
