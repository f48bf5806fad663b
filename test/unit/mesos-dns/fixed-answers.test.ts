import { expect, test } from '@jest/globals';
import { FixedAnswers } from '../../../packages/mesos-dns/src/shell/wire/fixed-answers.ts';

const HEADER_BYTES = 12;

/** A message whose question is any text, with or without the bit that an answer repeats. */
function asking(text: string, isRecursionDesired = false): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header[2] = isRecursionDesired ? 1 : 0;
  return Buffer.concat([header, Buffer.from(text)]);
}

/** An answer to it: the question repeated, then `data`. */
function answerTo(question: Buffer, data: string): Buffer {
  return Buffer.concat([question, Buffer.from(data)]);
}

const aCounter = (): { type: string; rcode: string; count: number } => ({
  type: 'A',
  rcode: 'NOERROR',
  count: 0,
});

test('gives back what was kept, a copy each time, and counts it by its kind', () => {
  const answers = new FixedAnswers();
  const [a, srv] = [aCounter(), aCounter()];
  // More than one chunk holds.
  const kept = Array.from({ length: 5_000 }, (_, at) => {
    const question = asking(`app-${at}.marathon.mesos`, at % 2 === 1);
    const answer = answerTo(question, 'x'.repeat(at % 400));
    answers.keep(1, question, question.length, { answer, counter: at % 3 === 0 ? srv : a });
    return { question, answer };
  });
  const isGiven = ({ question, answer }: (typeof kept)[number]): boolean => {
    const taken = answers.take(1, question, question.length);
    const isRight = taken?.equals(answer) === true;
    taken?.fill(0);
    return isRight;
  };
  expect(kept.filter((each) => !isGiven(each))).toEqual([]);
  // What was taken is the taker's: he may write over it.
  expect(kept.filter((each) => !isGiven(each))).toEqual([]);
  expect(srv.count).toBe(2 * 1_667);
  expect(a.count).toBe(2 * 3_333);
});

test('knows a question by all of its bytes, by where it ends, and by that one bit', () => {
  const answers = new FixedAnswers();
  const question = asking('web.marathon.mesos');
  const end = question.length;
  const answer = answerTo(question, 'data');
  answers.keep(1, question, end, { answer, counter: aCounter() });
  const others = [
    asking('wex.marathon.mesos'),
    asking('web.marathon.meso'),
    asking('web.marathon.mesos', true),
    asking('web.marathon.mesos!'),
  ];
  for (const other of others) expect(answers.take(1, other, other.length)).toBeUndefined();
  // What follows the question is not looked at.
  const longer = Buffer.concat([question, Buffer.from('more')]);
  expect(answers.take(1, longer, end)).toEqual(answer);
});

test('forgets all of it when records change, and when it is full', () => {
  const answers = new FixedAnswers();
  const question = asking('web.marathon.mesos');
  const ready = { answer: answerTo(question, 'old'), counter: aCounter() };
  answers.keep(1, question, question.length, ready);
  expect(answers.take(2, question, question.length)).toBeUndefined();
  const renewed = { answer: answerTo(question, 'new'), counter: aCounter() };
  answers.keep(2, question, question.length, renewed);
  expect(answers.take(2, question, question.length)).toEqual(renewed.answer);
  for (let at = 0; at < 40_000; at++) {
    const other = asking(`filler-${at}`);
    const answer = answerTo(other, 'x'.repeat(500));
    answers.keep(2, other, other.length, { answer, counter: ready.counter });
  }
  const last = asking('filler-39999');
  expect(answers.take(2, question, question.length)).toBeUndefined();
  expect(answers.take(2, last, last.length)).toEqual(answerTo(last, 'x'.repeat(500)));
});
