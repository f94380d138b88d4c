import type { care as en } from '../en/care';

export const care: Readonly<Record<keyof typeof en, string>> = {
  'clock.doubt': '이 컴퓨터의 시계를 신뢰할 수 없습니다',
  'clock.doubt.text':
    '데몬이 세어 온 시간 또는 최신 블록과 2분 넘게 차이가 납니다. 해결될 때까지 모든 결제는 사람의 승인을 받아야 하며, 대기 중인 요청은 실행되지도 만료되지도 않습니다.',
  'clock.doubt.do': '시계를 바로 맞추면 저절로 풀립니다. 이미 맞는 시각이라면 확인해 주세요.',
  'clock.confirm': '시계가 맞습니다…',
  'clock.confirm.title': '이 컴퓨터의 시계 사용',
  'clock.confirm.text':
    '이 시계로 시간이 지난 지연 결제는 바로 실행되고, 기한이 지난 세션과 승인 요청은 만료됩니다. 먼저 믿을 수 있는 시계와 비교하세요.',
  'clock.confirm.daemon': '데몬이 센 시각',
  'clock.confirm.browser': '이 브라우저의 시각',
  'clock.confirm.submit': '시계 확인',

  altered: '데이터베이스에 데몬이 쓰지 않은 행이 있습니다',
  'altered.text': '다른 누군가가 바꾼 것입니다. 확인할 때까지 이 행이 결정하는 것은 모두 멈춥니다.',
  'altered.look': '변조된 행 보기',

  'leave.title': '저장하지 않고 나갈까요?',
  'leave.text': '입력한 내용이 저장되지 않았으며, 나가면 사라집니다.',
  'leave.stay': '계속 작성',
  'leave.go': '나가기',

  'wallets.value': '가치',
  'actor.master': '관리자',
  'actor.system': '데몬',
  'actor.owner': '소유자',
  'actor.session': '세션',

  'attempt.kind.original': '원래 요청',
  'attempt.kind.speed-up': '수수료 인상',
  'attempt.kind.cancel': '취소',
  'attempt.state.RESERVED': '서명 중',
  'attempt.state.SIGNED': '서명됨',
  'attempt.state.BROADCAST': '전송됨',
  'attempt.state.MINED': '블록에 포함됨',
  'attempt.state.FINAL': '최종 확정',
  'attempt.state.REPLACED': '다른 거래로 대체됨',
  'attempt.state.EXPIRED': '만료됨',
  'attempt.state.DROPPED': '네트워크에서 사라짐',
};
