import type { AgreementText } from './agreement-text.ts'

export const english: AgreementText = {
  title: 'Your part of the bail',
  lead: 'You give {amount} toward the bail of someone you care for. {organization} ({fund}) posts it together with its own money. This paper says what happens to your money. Ask us about anything that is not clear before you sign.',
  clauses: [
    {
      title: 'It stays yours',
      text: 'The {amount} is your money all the time. We hold it in trust for you. It is not a gift to us, and we do not use it for anything else.',
    },
    {
      title: 'You could post it yourself',
      text: 'We asked you first whether you can pay your part to the court or to ICE yourself. You do not have to give it to us.',
    },
    {
      title: 'If the bail is not posted',
      text: 'If the person comes home in another way, or we do not post the bail, you get all of it back.',
    },
    {
      title: 'When money comes back',
      text: 'When the case is over, the court or ICE gives money back. The first dollars that come back are yours, up to {amount}. Only then does the rest go to the fund. This can take months, or years.',
    },
    {
      title: 'When you can lose it',
      text: 'The court or ICE can keep money: for costs or fines, or all of it when someone does not come to court or breaks the rules of their release. What is kept is taken from our own part first. You lose something only when more is kept than our own part.',
    },
    {
      title: 'If lost money turns up later',
      text: 'If money that was lost comes back later, it goes to you first, until you have back what you lost.',
    },
    {
      title: 'How you get it back',
      text: 'We pay it to you, and to nobody else. Two people of ours approve and make the payment. If we cannot reach you, we keep it for you, for as long as it takes.',
    },
    {
      title: 'Nothing else is asked of you',
      text: 'You owe us nothing, whatever happens. You can ask at any time where your money is.',
    },
  ],
  unreviewed: 'The official text',
  reviewed: 'Read and approved by {reviewer} on {date}.',
  signature: {
    signed: 'I have read this, or it was read to me, in a language that I understand. I agree.',
    name: 'Name and signature',
    date: 'Date',
    witness: 'Signed in front of (for {organization})',
    number: 'Number of this paper',
    case: 'Case code',
  },
  receipt: {
    title: 'We received your part of the bail',
    lead: 'We received {amount} from you. It is your money. We hold it in trust for you, by the paper number {number} that you signed.',
    keep: 'Keep this paper. With the case code you can ask at any time where your money is.',
    reference: 'Reference',
    date: 'Date',
    amount: 'Amount',
  },
}
