import type { care as en } from '../en/care';

export const care: Readonly<Record<keyof typeof en, string>> = {
  'clock.doubt': '이 컴퓨터의 시계를 믿을 수 없습니다',
  'clock.doubt.text':
    '데몬이 세어 온 시간이나 최신 블록과 2분 넘게 차이가 납니다. 해결될 때까지 모든 결제는 사람에게 물으며, 기다리는 것은 나가지도 끝나지도 풀리지도 않습니다.',
  'clock.doubt.do': '시계를 바로 맞추면 저절로 끝납니다. 이미 맞다면 확인해 주세요.',
  'clock.confirm': '시계가 맞습니다…',
  'clock.confirm.title': '이 컴퓨터의 시계를 따르기',
  'clock.confirm.text':
    '이 시계로 이미 지난 지연 결제는 바로 나가고, 시간이 지난 세션과 승인은 끝납니다. 먼저 믿을 수 있는 시계와 비교하세요.',
  'clock.confirm.daemon': '데몬이 센 시각',
  'clock.confirm.browser': '이 브라우저의 시각',
  'clock.confirm.submit': '시계 확인',

  'leave.title': '저장하지 않고 나갈까요?',
  'leave.text': '여기에 입력한 내용은 저장되지 않았고 사라집니다.',
  'leave.stay': '여기 머물기',
  'leave.go': '나가기',

  'attempt.kind.original': '요청대로',
  'attempt.kind.speed-up': '수수료를 올려서',
  'attempt.kind.cancel': '취소용',
  'attempt.state.RESERVED': '서명 중',
  'attempt.state.SIGNED': '서명됨',
  'attempt.state.BROADCAST': '보냄',
  'attempt.state.MINED': '블록에 포함됨',
  'attempt.state.FINAL': '블록에 확정됨',
  'attempt.state.REPLACED': '다른 것으로 대체됨',
  'attempt.state.EXPIRED': '기한이 지남',
  'attempt.state.DROPPED': '네트워크에서 사라짐',
};
