// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// An ERC-20 that anybody may mint, with the custom errors of today's libraries.
contract TestToken {
    error InsufficientBalance(address from, uint256 held, uint256 wanted);
    error InsufficientAllowance(address spender, uint256 allowed, uint256 wanted);

    event Transfer(address indexed from, address indexed to, uint256 value);
    event Approval(address indexed owner, address indexed spender, uint256 value);

    string public name;
    string public symbol;
    uint8 public immutable decimals;
    uint256 public totalSupply;
    mapping(address => uint256) public balanceOf;
    mapping(address => mapping(address => uint256)) public allowance;

    constructor(string memory name_, string memory symbol_, uint8 decimals_) {
        name = name_;
        symbol = symbol_;
        decimals = decimals_;
    }

    function mint(address to, uint256 value) external {
        totalSupply += value;
        balanceOf[to] += value;
        emit Transfer(address(0), to, value);
    }

    function approve(address spender, uint256 value) external returns (bool) {
        allowance[msg.sender][spender] = value;
        emit Approval(msg.sender, spender, value);
        return true;
    }

    function transfer(address to, uint256 value) external returns (bool) {
        move(msg.sender, to, value);
        return true;
    }

    function transferFrom(address from, address to, uint256 value) external returns (bool) {
        uint256 allowed = allowance[from][msg.sender];
        if (allowed < value) revert InsufficientAllowance(msg.sender, allowed, value);
        if (allowed != type(uint256).max) allowance[from][msg.sender] = allowed - value;
        move(from, to, value);
        return true;
    }

    function move(address from, address to, uint256 value) private {
        uint256 held = balanceOf[from];
        if (held < value) revert InsufficientBalance(from, held, value);
        unchecked {
            balanceOf[from] = held - value;
            balanceOf[to] += value;
        }
        emit Transfer(from, to, value);
    }
}

/// The least of ERC-721 that a wallet meets. Receivers that are contracts are not asked.
contract TestNft {
    string public constant name = "Test NFT";
    string public constant symbol = "TNFT";
    mapping(uint256 => address) public ownerOf;
    mapping(uint256 => address) public getApproved;
    mapping(address => mapping(address => bool)) public isApprovedForAll;

    event Transfer(address indexed from, address indexed to, uint256 indexed tokenId);

    function supportsInterface(bytes4 id) external pure returns (bool) {
        return id == 0x01ffc9a7 || id == 0x80ac58cd;
    }

    function mint(address to, uint256 tokenId) external {
        require(ownerOf[tokenId] == address(0), "minted");
        ownerOf[tokenId] = to;
        emit Transfer(address(0), to, tokenId);
    }

    function approve(address to, uint256 tokenId) external {
        require(ownerOf[tokenId] == msg.sender, "not the owner");
        getApproved[tokenId] = to;
    }

    function setApprovalForAll(address operator, bool approved) external {
        isApprovedForAll[msg.sender][operator] = approved;
    }

    function safeTransferFrom(address from, address to, uint256 tokenId) external {
        require(ownerOf[tokenId] == from, "not the owner");
        require(
            msg.sender == from || getApproved[tokenId] == msg.sender || isApprovedForAll[from][msg.sender],
            "not approved"
        );
        delete getApproved[tokenId];
        ownerOf[tokenId] = to;
        emit Transfer(from, to, tokenId);
    }
}

/// The least of ERC-1155 that a wallet meets. Receivers that are contracts are not asked.
contract TestMultiToken {
    mapping(address => mapping(uint256 => uint256)) private balances;
    mapping(address => mapping(address => bool)) public isApprovedForAll;

    event TransferSingle(address indexed operator, address indexed from, address indexed to, uint256 id, uint256 value);

    function supportsInterface(bytes4 id) external pure returns (bool) {
        return id == 0x01ffc9a7 || id == 0xd9b67a26;
    }

    function balanceOf(address owner, uint256 id) external view returns (uint256) {
        return balances[owner][id];
    }

    function mint(address to, uint256 id, uint256 value) external {
        balances[to][id] += value;
        emit TransferSingle(msg.sender, address(0), to, id, value);
    }

    function setApprovalForAll(address operator, bool approved) external {
        isApprovedForAll[msg.sender][operator] = approved;
    }

    function safeTransferFrom(address from, address to, uint256 id, uint256 value, bytes calldata) external {
        require(msg.sender == from || isApprovedForAll[from][msg.sender], "not approved");
        require(balances[from][id] >= value, "insufficient balance");
        balances[from][id] -= value;
        balances[to][id] += value;
        emit TransferSingle(msg.sender, from, to, id, value);
    }
}

/// A small multisig that judges signatures the way EIP-1271 wants: so many of its members, each over the digest itself.
contract TestMultisig {
    bytes4 private constant MAGIC = 0x1626ba7e;

    address[] private members;
    uint256 private threshold;

    constructor(address[] memory members_, uint256 threshold_) {
        members = members_;
        threshold = threshold_;
    }

    /// Anybody may: the tests play the members who agreed to it.
    function setMembers(address[] calldata members_, uint256 threshold_) external {
        members = members_;
        threshold = threshold_;
    }

    /// Signatures of 65 bytes (r, s, v) one behind the other, in ascending order of their signers.
    function isValidSignature(bytes32 digest, bytes calldata signatures) external view returns (bytes4) {
        require(signatures.length % 65 == 0, "length");
        uint256 count = signatures.length / 65;
        address last;
        for (uint256 i = 0; i < count; i++) {
            bytes calldata one = signatures[i * 65:i * 65 + 65];
            address signer = ecrecover(digest, uint8(one[64]), bytes32(one[:32]), bytes32(one[32:64]));
            require(signer > last && isMember(signer), "signer");
            last = signer;
        }
        return count >= threshold ? MAGIC : bytes4(0xffffffff);
    }

    function isMember(address account) private view returns (bool) {
        for (uint256 i = 0; i < members.length; i++) {
            if (members[i] == account) return true;
        }
        return false;
    }

    receive() external payable {}
}

/// What the predeploy of OP-stack chains says about publishing bytes: so much a byte, of the size with a signature on it.
contract TestGasPriceOracle {
    uint256 public weiPerByte;
    bool public isBeforeFjord;
    uint256 public operatorConstant;
    uint256 public operatorScalar;

    function setOperator(uint256 constant_, uint256 scalar_) external {
        operatorConstant = constant_;
        operatorScalar = scalar_;
    }

    /// Since the Isthmus upgrade; before it, and as long as nothing was set, there is no such function.
    function getOperatorFee(uint256 gasUsed) external view returns (uint256) {
        require(operatorConstant + operatorScalar > 0);
        return operatorConstant + gasUsed * operatorScalar / 1e6;
    }

    function set(uint256 weiPerByte_, bool isBeforeFjord_) external {
        weiPerByte = weiPerByte_;
        isBeforeFjord = isBeforeFjord_;
    }

    function getL1Fee(bytes calldata data) external view returns (uint256) {
        return (data.length + 68) * weiPerByte;
    }

    function getL1FeeUpperBound(uint256 unsignedTxSize) external view returns (uint256) {
        require(!isBeforeFjord, "Fjord");
        return (unsignedTxSize + 68 + 16) * weiPerByte;
    }
}

/// A price feed as Chainlink's look from outside.
contract TestPriceFeed {
    uint8 public decimals;
    uint80 private round;
    int256 private answer;
    uint256 private updatedAt;

    constructor(uint8 decimals_) {
        decimals = decimals_;
    }

    function set(int256 answer_, uint256 updatedAt_) external {
        round += 1;
        answer = answer_;
        updatedAt = updatedAt_;
    }

    function latestRoundData() external view returns (uint80, int256, uint256, uint256, uint80) {
        return (round, answer, updatedAt, updatedAt, round);
    }
}
