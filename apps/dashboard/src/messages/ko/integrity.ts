import type { integrity as en } from '../en/integrity';

export const integrity: Readonly<Record<keyof typeof en, string>> = {
  'altered.title': '변조된 행',
  'altered.lead':
    '데몬은 자신만 가진 키로 모든 기록에 표시를 남깁니다. 표시가 맞지 않는 행은 데몬이 아닌 무언가가 바꾸거나, 넣거나, 지운 것입니다.',
  'altered.none': '모든 행이 데몬이 쓴 그대로입니다',
  'altered.none.lead': '변조된 행 때문에 멈춘 것이 없습니다.',
  'altered.some': '{total}개 중 처음 {count}개입니다.',
  'altered.contents': '현재 내용',
  'altered.id': '행의 키',
  'altered.wallet': '지갑',
  'altered.removed': '삭제될 행',

  'row.wallets': '지갑: 이름, 주소, 소유자 또는 상태',
  'row.sessions': '세션: 토큰의 권한이나 기한',
  'row.session_wallets': '세션이 사용할 수 있는 지갑',
  'row.policies': '정책',
  'row.policy_versions': '정책의 이전 버전',
  'row.settings': '설정',
  'row.tokens': '등록된 토큰',
  'row.token_pins': '토큰 정보: 소수 자릿수와 종류',
  'row.owner_challenges': '소유자에게 서명하도록 준 문구',
  'row.browser_logins': '브라우저 로그인',
  'row.transactions': '끝나지 않은 거래',
  'row.attempts': '끝나지 않은 거래의 서명된 시도',
  'row.audit_head': '감사 기록의 끝',
  'row.kill_switch': '모두 긴급 정지되었는지 여부',
  'row.schema': '데이터베이스 파일 안의 프로그램(트리거 또는 뷰)',
  'set.policies': '정책이 지워졌거나 추가되었습니다',
  'set.settings': '설정이 지워졌거나 추가되었습니다',
  'set.tokens': '등록된 토큰이 지워졌거나 추가되었습니다',
  'set.token_pins': '토큰 정보가 지워졌거나 추가되었습니다',

  'stops.wallet': '이 지갑에서는 아무것도 지급되지 않고, 이 지갑으로 아무것도 서명되지 않습니다.',
  'stops.network': '행에 적힌 네트워크에서는 아무것도 지급되지 않습니다.',
  'stops.session': '이 세션의 지갑은 아무것도 지급하지 않으며, 세션 토큰도 쓸 수 없습니다.',
  'stops.all': '어떤 지갑도 지급하지 않습니다.',
  'stops.none': '멈춘 것은 없습니다. 이 행은 아무 권한도 주지 않으며, 현재 내용을 받아들이면 삭제됩니다.',

  'out.title': '해야 할 일',
  'out.find':
    '데이터베이스 파일에 누가 쓸 수 있는지 알아내세요. 한 번 바꾼 사람은 또 바꿀 수 있고, 내용을 읽었을 수도 있습니다. 누구인지 모르면 먼저 모두 긴급 정지하세요.',
  'out.restore': '이전 백업이 있으면 데몬을 멈추고 복원하세요. 그 후에 보낸 것은 다시 보내지 않습니다.',
  'out.adopt':
    '또는 아래의 모든 행을 살펴보고, 모두 직접 썼을 내용이라면 그대로 받아들이세요. 소유자 주소가 바뀌었거나 정책이 사라졌다면 도둑이 쓰는 방법입니다.',
  'out.programs': '파일 안에 프로그램이 있는 동안에는 받아들일 수 없습니다. 먼저 지우거나 백업을 복원하세요.',

  'adopt.button': '그대로 받아들이기…',
  'adopt.title': '데이터베이스의 현재 내용 받아들이기',
  'adopt.text': '행 {count}개가 이제부터 데몬이 쓴 것처럼 유효해집니다. 이 행 때문에 멈춘 것은 다시 진행됩니다.',
  'adopt.text.record': '감사 기록에 남습니다. 확인하기 전에 무언가 바뀌면 아무것도 받아들여지지 않습니다.',
  'adopt.word': 'ADOPT',
  'adopt.submit': '그대로 받아들이기',
  'adopt.done': '받아들임: {adopted}. 삭제됨: {removed}.',
};
