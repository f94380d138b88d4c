import type { findings as en } from '../en/findings';

export const findings: Readonly<Record<keyof typeof en, string>> = {
  'finding.BIND_ALL_OUTSIDE_CONTAINER': 'API가 다른 컴퓨터에서 닿을 수 있는 이 컴퓨터의 주소에서 요청을 받을 수 있습니다.',
  'finding.BIND_ALL_OUTSIDE_CONTAINER.fix':
    'WAIAAS_DAEMON_ALLOW_NON_LOOPBACK과 WAIAAS_DAEMON_HOSTNAME 설정을 지우고, 다른 컴퓨터에는 nginx나 SSH 터널로 제공하세요.',
  'finding.CONTAINER_BIND_ALL': '컨테이너 안의 모든 인터페이스에서 요청을 받습니다.',
  'finding.CONTAINER_BIND_ALL.fix': '포트를 127.0.0.1:3100:3100으로 공개하세요.',
  'finding.PEER_NOT_LOCAL': '최근 24시간 동안 이 컴퓨터도 신뢰하는 프록시도 아닌 상대가 API 포트에 접속했고, 거부되었습니다.',
  'finding.PEER_NOT_LOCAL.fix': '포트를 루프백에만 공개하고(127.0.0.1:3100:3100) waiaas doctor를 실행하세요.',
  'finding.PROXY_TRUST_TOO_WIDE': '주소 범위 전체를 프록시로 믿고 있어, 그 안의 누구든 요청자를 속일 수 있습니다.',
  'finding.PROXY_TRUST_TOO_WIDE.fix': 'WAIAAS_SECURITY_TRUSTED_PROXIES에는 프록시 주소 하나만 적으세요.',
  'finding.CORS_OPEN': '다른 출처의 웹 페이지가 세션 경로를 호출할 수 있습니다.',
  'finding.CORS_OPEN.fix': '직접 운영하는 페이지가 아니라면 WAIAAS_SECURITY_CORS_ORIGINS 설정을 지우세요.',
  'finding.NO_TLS_REMOTE': '최근 24시간 동안 신뢰하는 프록시가 TLS 없이 들어온 다른 컴퓨터의 요청을 전달했습니다.',
  'finding.NO_TLS_REMOTE.fix': '다른 컴퓨터에는 TLS로만 제공하고, 프록시가 X-Forwarded-Proto를 설정하게 하세요.',
  'finding.FORWARDED_FROM_STRANGER': '최근 24시간 동안 신뢰하는 프록시가 아닌 상대가 전달 헤더를 보냈고, 무시했습니다.',
  'finding.FORWARDED_FROM_STRANGER.fix':
    '본인의 프록시라면 그 주소를 WAIAAS_SECURITY_TRUSTED_PROXIES에 적고, 아니라면 누가 보냈는지 확인하세요.',
  'finding.HOST_REFUSALS': '최근 24시간 동안 이 데몬이 제공하지 않는 호스트로 온 요청을 거부했습니다.',
  'finding.HOST_REFUSALS.fix':
    '본인의 이름이라면 WAIAAS_SECURITY_ALLOWED_HOSTS에 추가하세요. 아니라면 누군가 DNS 리바인딩을 시도했거나 포트를 훑은 것입니다.',
  'finding.ROWS_ALTERED': '데이터베이스에 데몬이 쓰지 않은 내용이 있습니다. 그 내용이 결정하는 일은 멈춰 있습니다.',
  'finding.ROWS_ALTERED.fix': '데이터베이스 파일을 누가 바꿨는지 확인하세요. 위 알림에서 해당 행과 해결 방법을 볼 수 있습니다.',
  'finding.RECOVERY_KEY_PRESENT': '마스터 비밀번호가 처음 시작할 때 만들어진 그대로이며 recovery.key 파일에 들어 있습니다.',
  'finding.RECOVERY_KEY_PRESENT.fix': '설정에서 비밀번호를 바꾸세요.',
  'finding.PASSWORD_IN_ENVIRONMENT':
    '실제 자산을 가진 지갑의 마스터 비밀번호를 환경 변수로 받았습니다. 같은 사용자의 다른 프로그램도 읽을 수 있습니다.',
  'finding.PASSWORD_IN_ENVIRONMENT.fix': '권한이 0600인 파일에 넣고 WAIAAS_MASTER_PASSWORD_FILE에 그 경로를 적으세요.',
  'finding.SESSION_WITHOUT_END': '만료되지 않는 세션이 있습니다. 토큰을 손에 넣은 사람은 계속 쓸 수 있습니다.',
  'finding.SESSION_WITHOUT_END.fix': '그 세션을 종료하고, 기한이 있는 세션을 새로 만드세요.',
  'finding.GENESIS_OVERRIDDEN': '원래와 다른 제네시스로 인식하는 네트워크가 있습니다.',
  'finding.GENESIS_OVERRIDDEN.fix': '테스트 체인용인 rpc.<네트워크>_genesis 설정을 지우세요.',
};
