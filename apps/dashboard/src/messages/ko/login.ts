import type { login as en } from '../en/login';

export const login: Readonly<Record<keyof typeof en, string>> = {
  'login.title': '관리자 로그인',
  'login.lead': '이 설치의 마스터 비밀번호를 입력하세요.',
  'login.password': '마스터 비밀번호',
  'login.submit': '로그인',
  'login.idle': '한동안 사용하지 않아 잠겼습니다. 다시 로그인하면 보던 화면으로 돌아갑니다.',
  'login.over': '로그인이 만료되었습니다. 다시 로그인하면 보던 화면으로 돌아갑니다.',
  'login.altered': '비밀번호는 맞지만 로그인을 신뢰할 수 없습니다',
  'login.altered.text':
    '누군가 데이터베이스 파일에 트리거나 뷰를 넣었습니다. 데몬이 쓰는 내용을 바꿀 수 있으므로, 이것이 있는 동안에는 로그인을 열지 않고 아무것도 지불하지 않습니다. 파일에 쓸 수 있는 사람의 짓이니 누구인지 확인하세요.',
  'login.altered.do':
    '데몬을 멈추고, 이를 삭제하거나 이전 백업을 복원한 뒤, 데몬을 다시 시작하고 로그인하세요. 첫 번째 명령은 목록을 보여 줍니다:',
  'login.ownerLink': '지갑 소유자로 로그인하여 승인하기',
  'login.adminLink': '관리자로 로그인하기',
  'login.where': '이 페이지의 주소는 {host}입니다. 비밀번호를 입력하기 전에 본인의 주소가 맞는지 확인하세요.',

  'idle.title': '계속 사용 중이신가요?',
  'idle.text': '{time} 뒤에 대시보드가 잠깁니다.',
  'idle.stay': '로그인 유지',
  'idle.lock': '지금 잠그기',

  'stepUp.title': '비밀번호 다시 입력',
  'stepUp.text': '자산을 옮기거나 한도를 풀 수 있는 작업이라 비밀번호를 한 번 더 확인합니다. 5분 동안 유효합니다.',
  'stepUp.submit': '확인',

  'owner.title': '소유자 로그인',
  'owner.lead': '지갑을 소유한 키로 로그인 문구에 서명합니다. 자산이 이동하지 않으며 비용도 들지 않습니다.',
  'owner.found': '이 브라우저의 지갑',
  'owner.none':
    '이 브라우저에서 지갑을 찾지 못했습니다. 아래의 다른 방법을 쓰거나, 지갑이 설치된 브라우저에서 이 페이지를 여세요.',
  'owner.use': '{name} 지갑으로 로그인',
  'owner.waiting': '{name} 응답을 기다리는 중입니다. 지갑 창에 표시된 서명 내용을 확인하세요.',
  'owner.rejected': '지갑에서 서명하지 않았습니다. 전송된 것은 없습니다.',
  'owner.noAccount': '지갑이 계정을 제공하지 않았습니다.',
  'owner.otherAccount': '지갑이 다른 계정을 사용하고 있습니다. {address} 계정으로 바꾼 뒤 다시 시도하세요.',
  'owner.paste': '다른 곳에서 서명하여 붙여 넣기',
  'owner.paste.lead': '하드웨어 지갑, 오프라인 지갑, 명령줄에서 서명할 때 사용합니다.',
  'owner.chain': '체인',
  'owner.chain.ethereum': '이더리움',
  'owner.chain.solana': '솔라나',
  'owner.address': '소유자 주소',
  'owner.getText': '서명할 문구 보기',
  'owner.text': '서명할 문구 (원문 그대로)',
  'owner.qr': '같은 문구의 QR 코드',
  'owner.signature': '서명',
  'owner.signature.hint': '이더리움: personal_sign 결과 (0x 16진수). 솔라나: base58 또는 base64.',
  'owner.submit': '로그인',
  'owner.expires': '{time} 동안 유효합니다.',
  'owner.expired': '문구가 만료되었습니다. 새 문구를 요청하세요.',
};
