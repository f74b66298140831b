import { createFund, type NewFund } from '#app/domain/funds/create-fund.server.ts'
import { setUpOrganization } from '#app/domain/organization/set-up-organization.server.ts'
import { inTransaction } from '#app/platform/db.ts'
import { restingFunds } from './resting-funds.ts'

/** A fictional organization in a fictional county, with three funds that it works with and four that rest or have ended. */
export async function seedFunds(goLiveAt: Date): Promise<void> {
  await setUpOrganization({
    name: 'Larkspur Freedom Fund',
    legalName: 'Larkspur Freedom Fund, Inc. (fictional)',
    taxProfile: 'us_501c3',
    ein: '00-0000000',
    address: '1 Courthouse Square, Larkspur',
    email: 'hello@larkspur.example',
    phone: '+1 555 0100',
    timezone: 'America/Chicago',
    statementDescriptor: 'LARKSPUR FREEDOM',
    goLiveAt,
  })
  await inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    for (const [position, fund] of [...funds, ...restingFunds].entries())
      await createFund(tx, { ...fund, position, effectiveFrom: goLiveAt })
  })
}

const approvalRules = [
  { fromCents: 0n, approvalsRequired: 1 },
  { fromCents: 1_000_000n, approvalsRequired: 2 },
]

const funds: Omit<NewFund, 'effectiveFrom'>[] = [
  {
    slug: 'community-bail',
    kind: 'bail',
    policyName: 'demonstration',
    reserveFloorCents: 50_000n,
    approvalRules,
    purposeCodes: ['court_bail', 'ride_home', 'court_travel'],
    texts: [
      {
        language: 'en',
        name: 'Community Bail Fund',
        summary: 'Posts bail in Larkspur County, so that people wait for court at home.',
        purpose:
          'To post bail for people held in Larkspur County who cannot pay it themselves, and to pay the clerk’s fees and the rides that go with it. Bail that comes back is used again.',
      },
      {
        language: 'es',
        name: 'Fondo comunitario de fianzas',
        summary: 'Paga fianzas en el condado de Larkspur, para que la gente espere su juicio en casa.',
        purpose:
          'Pagar la fianza de personas detenidas en el condado de Larkspur que no pueden pagarla, y las cuotas de la secretaría y los viajes que van con ella. La fianza que vuelve se usa otra vez.',
      },
      {
        language: 'ar',
        name: 'صندوق الكفالات المجتمعي',
        summary: 'يدفع الكفالات في مقاطعة لاركسبر، لينتظر الناس محاكمتهم في بيوتهم.',
        purpose:
          'دفع الكفالة عن المحتجزين في مقاطعة لاركسبر الذين لا يستطيعون دفعها، ورسوم المحكمة والمواصلات المرافقة لها. والكفالة التي تعود تُستخدم من جديد.',
      },
    ],
  },
  {
    slug: 'immigration-bonds',
    kind: 'immigration_bond',
    policyName: 'demonstration',
    approvalRules,
    purposeCodes: ['immigration_bond', 'ride_home', 'document_fee'],
    texts: [
      {
        language: 'en',
        name: 'Immigration Bond Fund',
        summary:
          'Posts bonds for people in immigration detention, so that they prepare their case with their family.',
        purpose:
          'To post immigration bonds for people in detention whose family is in our region, and to pay wires, documents and the ride home. Bonds that come back are used again.',
      },
      {
        language: 'es',
        name: 'Fondo de fianzas de inmigración',
        summary:
          'Paga fianzas de personas en detención migratoria, para que preparen su caso con su familia.',
        purpose:
          'Pagar fianzas de inmigración de personas detenidas con familia en nuestra región, y las transferencias, los documentos y el viaje a casa. Las fianzas que vuelven se usan otra vez.',
      },
      {
        language: 'ar',
        name: 'صندوق كفالات الهجرة',
        summary: 'يدفع كفالات المحتجزين لدى سلطات الهجرة، ليُعدّوا قضاياهم بين أهلهم.',
        purpose:
          'دفع كفالات الهجرة عن المحتجزين الذين تقيم عائلاتهم في منطقتنا، ورسوم التحويل والوثائق وطريق العودة إلى البيت. والكفالات التي تعود تُستخدم من جديد.',
      },
    ],
  },
  {
    slug: 'emergency-release',
    kind: 'emergency_release',
    policyName: 'standard',
    approvalRules: [{ fromCents: 0n, approvalsRequired: 1 }],
    purposeCodes: [
      'court_bail',
      'ride_home',
      'first_nights',
      'phone_and_post',
      'food_and_clothes',
      'court_travel',
      'document_fee',
    ],
    texts: [
      {
        language: 'en',
        name: 'Emergency Release and Support Fund',
        summary: 'The ride home, the first nights, a phone, food: what people need on the day they get out.',
        purpose:
          'To get people out in an emergency and to help them on their first days home: small bail, rides, a bed for the first nights, a phone, food and clothes, papers, and travel to court.',
      },
      {
        language: 'es',
        name: 'Fondo de salida y apoyo de emergencia',
        summary:
          'El viaje a casa, las primeras noches, un teléfono, comida: lo que hace falta el día de la salida.',
        purpose:
          'Sacar a personas en una emergencia y ayudarlas en sus primeros días en casa: fianzas pequeñas, viajes, una cama para las primeras noches, teléfono, comida y ropa, documentos y viajes al juzgado.',
      },
      {
        language: 'ar',
        name: 'صندوق الإفراج والدعم الطارئ',
        summary: 'طريق العودة، والليالي الأولى، وهاتف، وطعام: ما يحتاجه الناس يوم خروجهم.',
        purpose:
          'إخراج الناس في الحالات الطارئة ومساعدتهم في أيامهم الأولى في البيت: كفالات صغيرة ومواصلات ومكان لليالي الأولى وهاتف وطعام وملابس ووثائق والسفر إلى المحكمة.',
      },
    ],
  },
]
